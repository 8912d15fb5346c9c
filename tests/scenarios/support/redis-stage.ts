import path from 'node:path';
import { close, configure, type Clock } from '@drover/core';
import { Queue, type Job as BullJob } from 'bullmq';
import { NodeProcess, type NodeProcessOptions } from '../../support/node-process';
import { testRedisUrl, uniqueNamespace } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { QUEUES, settings } from '../app/settings';
import { Stage, type Ended } from './stage';

/** Real Redis, jobs enqueued here, and two `drover work` processes that run them. */
export class RedisStage extends Stage {
  readonly name = 'Redis with two worker processes';
  readonly scale: number;
  /** A missed wake-up costs five seconds. */
  readonly tolerance = 4500;
  readonly #namespace = uniqueNamespace();
  readonly #queues: readonly Queue[] = QUEUES.map((name) => this.#queue(name));
  readonly #clock: Clock | undefined;
  #workers: NodeProcess[] = [];

  /** What is enqueued here goes by the `clock`; the workers have that of the machine. */
  constructor({ clock, scale = 0.004 }: { clock?: Clock; scale?: number } = {}) {
    super();
    this.#clock = clock;
    this.scale = scale;
  }

  get workers(): readonly NodeProcess[] {
    return this.#workers;
  }

  async startWorker(): Promise<void> {
    this.#workers.push(await NodeProcess.worker([], this.processOptions()));
  }

  /** Kills every worker. */
  async killWorkers(): Promise<void> {
    const workers = this.#workers;
    this.#workers = [];
    await Promise.all(workers.map((worker) => worker.stop()));
  }

  /** For a process of the application. */
  processOptions(): NodeProcessOptions {
    return {
      cwd: path.resolve(__dirname, '../app'),
      env: {
        REDIS_URL: testRedisUrl(),
        ...this.files?.env,
        SCENARIO_NAMESPACE: this.#namespace,
        SCENARIO_SCALE: String(this.scale),
      },
    };
  }

  async settle(): Promise<void> {
    await waitFor(async () => (await this.#pending()) + (await this.#pending()) === 0, {
      what: 'all jobs to come to their ends',
    });
  }

  async dead(): Promise<readonly Ended[]> {
    const jobs = await this.#ended('getFailed');
    return jobs.map(({ id = '', failedReason }) => ({ id, because: failedReason }));
  }

  async discarded(): Promise<readonly Ended[]> {
    const jobs = await this.#ended('getCompleted');
    return jobs.flatMap(({ id = '', returnvalue }) => {
      const value = returnvalue as { $drover?: string; because?: string } | null;
      return value?.$drover === 'discarded' ? [{ id, because: value.because ?? '' }] : [];
    });
  }

  /** When a job of this queue, served or not, is due by the clock of who enqueued it. */
  async dueAt(queueName: string, id: string): Promise<number | undefined> {
    const queue = this.#queue(queueName);
    const job = await queue.getJob(id);
    await queue.close();
    return job && job.timestamp + job.delay;
  }

  logLines(): readonly string[] {
    return this.#workers.flatMap(({ stdout }) => stdout.split('\n').filter((line) => line !== ''));
  }

  protected async start(): Promise<void> {
    const { jobs: _, ...shared } = settings;
    configure({
      ...shared,
      store: testRedisUrl(),
      namespace: this.#namespace,
      jobs: [],
      ...(this.#clock && { clock: this.#clock }),
    });
    await Promise.all([this.startWorker(), this.startWorker()]);
  }

  protected async stop(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await Promise.all(this.#queues.map((queue) => queue.close()));
    await close();
  }

  #queue(name: string): Queue {
    const { hostname: host, port } = new URL(testRedisUrl());
    return new Queue(name, { connection: { host, port: Number(port) }, prefix: this.#namespace });
  }

  async #pending(): Promise<number> {
    const states = ['waiting', 'prioritized', 'delayed', 'active'] as const;
    const counts = await Promise.all(this.#queues.map((queue) => queue.getJobCounts(...states)));
    return counts.flatMap((each) => Object.values(each)).reduce((sum, each) => sum + each, 0);
  }

  async #ended(list: 'getFailed' | 'getCompleted'): Promise<readonly BullJob[]> {
    return (await Promise.all(this.#queues.map((queue) => queue[list](0, -1)))).flat();
  }
}
