import path from 'node:path';
import { close, configure } from '@drover/core';
import { Queue } from 'bullmq';
import { NodeProcess } from '../support/node-process';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { SharedFiles } from '../support/shared-files';

/** Worker processes of one application, whose jobs are enqueued here. */
export class Crew {
  readonly #shared: { readonly store: string; readonly namespace: string };
  #queue: Queue | undefined;
  readonly #files = new SharedFiles();
  #options: object;
  readonly #workers: NodeProcess[] = [];

  /** @param options what the workers configure */
  constructor(options: object = {}, store = testRedisUrl()) {
    this.#shared = { store, namespace: uniqueNamespace() };
    configure({ ...this.#shared, jobs: [] });
    this.#options = { ...this.#shared, ...options };
  }

  /** What workers configure from now on. */
  set options(options: object) {
    this.#options = { ...this.#shared, ...options };
  }

  /** BullMQ's own view of the default queue, on Redis. */
  get queue(): Queue {
    const { store, namespace } = this.#shared;
    const { hostname: host, port } = new URL(store);
    const connection = { host, port: Number(port) };
    return (this.#queue ??= new Queue('default', { connection, prefix: namespace }));
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
    await this.#queue?.close();
    await close();
    this.#files.remove();
  }
}
