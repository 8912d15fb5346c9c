import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, threadId } from 'node:worker_threads';
import {
  AfterDiscard,
  ambient,
  Attribute,
  attribute,
  BeforePerform,
  defineContext,
  DiscardOn,
  Exclusive,
  Job,
  JobTimeoutError,
  locks,
  RetryOn,
  SandboxError,
  Sandboxed,
  snooze,
  Timeout,
} from '@drover/core';
import { claim } from '../../../../support/database';
import { note, noteRun } from '../../../../support/journal';
import { ShortJob } from '../short.job';
import { ComputeJob } from './compute.job';

const Current = defineContext('Current', { account: attribute<number>({ carry: true }) });

class Refused extends Error {
  readonly socket = { close: () => {} };

  constructor(readonly status: number) {
    super('refused');
  }
}
class Overloaded extends Refused {}
class Gone extends Error {}

/** Shows what a job can do in a thread: each run does one thing. */
@Sandboxed({ memory: '64mb' })
@Timeout('20 seconds')
@RetryOn(Refused, { wait: 1, attempts: 3, onExhausted: 'giveUp' })
@RetryOn(JobTimeoutError, { wait: 1, attempts: 2 })
@DiscardOn(Gone)
export class ThreadJob extends Job {
  prepared = false;

  @Attribute()
  seen: string[] = [];

  @BeforePerform()
  prepare(): void {
    this.prepared = true;
  }

  async perform(what: keyof typeof DEEDS, ...args: readonly unknown[]): Promise<unknown> {
    const { prepared } = this;
    noteRun(this, { isMainThread, threadId, prepared });
    return DEEDS[what](this, args);
  }

  giveUp(error: Error): void {
    const { status } = error as Refused;
    const known = error instanceof Overloaded || error instanceof Refused;
    note('gaveUp', { jobId: this.id, isMainThread, known, name: error.name, status });
  }

  @AfterDiscard()
  tell(error: Error): void {
    const { message, cause } = error as { message: string; cause?: Error };
    note('discarded', {
      jobId: this.id,
      isMainThread,
      message,
      cause: cause?.message,
      args: this.arguments.length,
      sandbox: error instanceof SandboxError,
      stack: error.stack?.includes('thread.job'),
    });
  }
}

/** The same with little time. */
@Timeout('2 seconds')
export class ImpatientJob extends ThreadJob {}

/** Alone while it runs, under a lock that is short. */
@Exclusive({ ttl: '3 seconds' })
export class LonelyJob extends ComputeJob {}

const DEEDS = {
  types: (_job: ThreadJob, args: readonly unknown[]) => ({
    names: args.map((each) => (each as object).constructor.name),
    back: args[0],
  }),
  show: (job: ThreadJob) => job.progress({ at: new Date(9) }),
  lock: (job: ThreadJob) =>
    job.withLock('door', {}, async ({ fence }) => {
      const [held] = await locks({ key: 'door' });
      return held?.jobId === job.id && fence > 0;
    }),
  ask: async (job: ThreadJob) => (await job.status()).state,
  enqueue: async () => (await ShortJob.performLater(1)).id,
  fanOut: async (): Promise<string> => {
    const after = [ShortJob.build(1), ThreadJob.build('log')];
    return (await ThreadJob.set({ after }).performLater('batch')).id;
  },
  batch: (job: ThreadJob) => job.batch(),
  log: (job: ThreadJob) => job.logger.info('said in a thread'),
  refuse: () => {
    throw new Overloaded(503);
  },
  vanish: () => {
    throw new Error('cannot go on', { cause: new Gone('it is gone') });
  },
  snooze: (job: ThreadJob) => (claim(`${job.id} snoozed`) ? snooze(1) : 'awake'),
  again: (job: ThreadJob, args: readonly unknown[]) =>
    args.length > 0 ? args[0] : void job.retryJob({ args: ['again', new Date(7)] }),
  loop: (job: ThreadJob) => {
    for (let next = 0; ;) {
      if (performance.now() < next) continue;
      note('turn', { jobId: job.id });
      next = performance.now() + 20;
    }
  },
  remember: (job: ThreadJob) => {
    job.seen.push(`${ambient().locale} ${Current.account}`);
    return job.seen.length < 3 ? snooze(1) : job.seen;
  },
  exit: () => process.exit(3),
  eat: () => {
    const eaten: unknown[] = [];
    for (;;) eaten.push(Array.from({ length: 1e6 }, () => ({})));
  },
  stray: async () => {
    void Promise.reject(new Gone('nobody awaits me'));
    await pause(10_000);
  },
  throwLater: async () => {
    setImmediate(() => {
      throw new Gone('nobody catches me');
    });
    await pause(10_000);
  },
  wait: async (job: ThreadJob) => {
    if (!claim(`${job.id} waited`)) return;
    await once(job.signal, 'abort');
    const { name, message } = job.signal.reason as Error;
    note('aborted', { jobId: job.id, name, message });
    job.signal.throwIfAborted();
  },
};
