import path from 'node:path';
import { close, configure } from '@drover/core';
import { Queue } from 'bullmq';
import { NodeProcess } from '../support/node-process';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { SharedFiles } from '../support/shared-files';

/** Worker processes of one application, whose jobs are enqueued here. */
export class Crew {
  readonly queue: Queue;
  readonly #files = new SharedFiles();
  readonly #options: object;
  readonly #workers: NodeProcess[] = [];

  /** @param options what the workers configure */
  constructor(options: object = {}) {
    const shared = { store: testRedisUrl(), namespace: uniqueNamespace() };
    configure({ ...shared, jobs: [] });
    this.#options = { ...shared, ...options };
    const { hostname: host, port } = new URL(shared.store);
    const connection = { host, port: Number(port) };
    this.queue = new Queue('default', { connection, prefix: shared.namespace });
  }

  /** `drover work` with these arguments, once it works. */
  async start(...args: readonly string[]): Promise<NodeProcess> {
    const worker = this.launch(...args);
    await worker.hasSaid('Working ');
    return worker;
  }

  /** The same, whether it will ever work or not. */
  launch(...args: readonly string[]): NodeProcess {
    const env = { ...this.#files.env, APP_OPTIONS: JSON.stringify(this.#options) };
    const options = { cwd: path.join(__dirname, 'app'), env };
    const worker = NodeProcess.drover(['work', ...args], options);
    this.#workers.push(worker);
    return worker;
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await this.queue.close();
    await close();
    this.#files.remove();
  }
}
