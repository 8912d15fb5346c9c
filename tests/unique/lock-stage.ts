import path from 'node:path';
import { close, configure, startWorker, type Job } from '@drover/core';
import { write } from '../support/database';
import { NodeProcess } from '../support/node-process';
import { startPostgres, type PostgresServer } from '../support/postgres';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { SharedFiles } from '../support/shared-files';
import { LOCKS, RELEASE } from './app/jobs/locked.job';

export type StoreName = 'redis' | 'postgres' | 'embedded';

/** Killed workers are noticed in three seconds rather than in thirty. */
const BRISK = { lockDuration: '2 seconds', stalledInterval: '1 second', logLevel: 'info' } as const;

interface Place {
  readonly store: string;
  readonly namespace: string;
}

/** A store, this process that enqueues, and two that work; the embedded store has this one alone. */
export class LockStage {
  readonly #files = new SharedFiles();
  readonly #workers: NodeProcess[] = [];
  readonly #postgres: PostgresServer | undefined;

  private constructor(postgres: PostgresServer | undefined) {
    this.#postgres = postgres;
  }

  /** Undefined where the machine has no such store. */
  static async open(name: StoreName): Promise<LockStage | undefined> {
    const postgres = name === 'postgres' ? await startPostgres() : undefined;
    const stores = { redis: testRedisUrl(), embedded: 'embedded:', postgres: postgres?.url };
    const store = stores[name];
    if (store === undefined) return undefined;
    const stage = new LockStage(postgres);
    const place = { store, namespace: uniqueNamespace().replace('-', '_') };
    const jobs = name === 'embedded' ? [...new Set(Object.values(LOCKS).flat())] : [];
    configure({ ...BRISK, ...place, jobs, logLevel: 'silent' });
    if (name === 'embedded') await startWorker({ queues: ['busy'], concurrency: 20 });
    else await Promise.all(['busy', 'doomed'].map((queue) => stage.#start(queue, place)));
    return stage;
  }

  /** As by hand. */
  async remove(job: Job): Promise<void> {
    const answer = await job.cancel();
    if (answer !== 'removed') throw new Error(`Removing a job that waits: ${answer}`);
  }

  /** SIGKILL for the process that works the queue 'doomed'. */
  async killDoomed(): Promise<void> {
    await this.#workers[1]?.stop();
  }

  async close(): Promise<void> {
    write(RELEASE, true);
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await close();
    await this.#postgres?.stop();
    this.#files.remove();
  }

  async #start(queue: string, place: Place): Promise<void> {
    const options = { ...BRISK, ...place };
    const worker = await NodeProcess.worker(['-q', queue, '-c', '20'], {
      cwd: path.join(__dirname, 'app'),
      env: { ...this.#files.env, APP_OPTIONS: JSON.stringify(options) },
    });
    this.#workers[queue === 'busy' ? 0 : 1] = worker;
  }
}
