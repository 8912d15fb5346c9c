import {
  currentApplication,
  type Consumer,
  type ConsumeOptions,
  type Delivery,
  type EnqueueReceipt,
  type JobDirectory,
  type Outcome,
  type Perform,
  type QueueAdapter,
  type ScheduleStore,
  type StoredJob,
  type UniqueLocks,
} from '@drover/core';
import { EndlessDrainError } from './endless-drain-error';
import type { FakeClock } from './fake-clock';
import { FakeLocks } from './fake-locks';
import { FakeJobDirectory } from './fake-job-directory';
import type { CompletedJob, DiscardedJob, EnqueuedJob, FailedJob } from './fake-jobs';
import { FakeSchedule } from './fake-schedule';
import { nextRun, throughJson } from './next-run';
import { RunningJobs } from './running-jobs';
import { UniqueKeys } from './unique-keys';
import { WaitingJobs } from './waiting-jobs';

/** Runs after which `drain()` takes it that the jobs will never come to an end. */
const RUNS_PER_DRAIN = 10_000;

/**
 * A store in memory for tests: opens nothing, waits for nothing, and runs jobs only when it is
 * told to, through the executor that production uses.
 */
export class FakeAdapter implements QueueAdapter {
  readonly name = 'test';
  /** Takes jobs of a transaction as it takes others: it cannot see whether that is rolled back. */
  readonly enlists = true;
  readonly #clock: FakeClock;
  readonly #locks: FakeLocks;
  readonly #ids = new Set<string>();
  readonly #waiting = new WaitingJobs();
  readonly #running = new RunningJobs();
  readonly #keys = new UniqueKeys(this.#waiting, this.#running);
  readonly #completed: CompletedJob[] = [];
  readonly #discarded: DiscardedJob[] = [];
  readonly #failed: FailedJob[] = [];
  #schedule = new FakeSchedule();
  #perform: Perform = performHere;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    this.#locks = new FakeLocks(clock);
  }

  /** Jobs that wait, due or not, in the order in which they were stored. */
  get enqueued(): readonly EnqueuedJob[] {
    return this.#waiting.list();
  }

  get completed(): readonly CompletedJob[] {
    return [...this.#completed];
  }

  get discarded(): readonly DiscardedJob[] {
    return [...this.#discarded];
  }

  get failed(): readonly FailedJob[] {
    return [...this.#failed];
  }

  /** As in every store, an id is stored once. */
  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    if (this.#ids.has(job.id)) return {};
    const now = this.#clock.now();
    const { job: stored, receipt } = this.#keys.admit(job, now);
    if (!stored) return receipt;
    this.#ids.add(stored.id);
    this.#waiting.add({
      ...throughJson(stored),
      dueAt: Math.max(now, stored.scheduledAt ?? now),
      attemptsMade: 0,
      log: [],
    });
    return receipt;
  }

  async enqueueAll(jobs: readonly StoredJob[]): Promise<EnqueueReceipt[]> {
    return Promise.all(jobs.map((job) => this.enqueue(job)));
  }

  /** Takes note of what runs a job. Nothing runs before {@link drain} or {@link performEnqueuedJobs}. */
  async consume(_capsules: readonly ConsumeOptions[], perform: Perform): Promise<Consumer> {
    this.#perform = perform;
    return { quiet: async () => {}, stop: async () => ({ finished: 0, handedBack: [] }) };
  }

  /** Held by the jobs that run, or by the test. */
  locks(): FakeLocks {
    return this.#locks;
  }

  uniqueLocks(): UniqueLocks {
    return {
      list: async () => this.#keys.list(this.#clock.now()),
      release: async (lock) => this.#keys.release(lock),
    };
  }

  jobs(): JobDirectory {
    return new FakeJobDirectory({
      waiting: this.#waiting,
      running: this.#running,
      completed: this.#completed,
      discarded: this.#discarded,
      failed: this.#failed,
      now: () => this.#clock.now(),
    });
  }

  async schedule(): Promise<ScheduleStore> {
    return this.#schedule;
  }

  async close(): Promise<void> {}

  /** Forgets every job, every lock and the schedule. */
  clear(): void {
    this.#locks.clear();
    this.#waiting.clear();
    this.#ids.clear();
    this.#keys.clear();
    this.#schedule = new FakeSchedule();
    for (const list of [this.#completed, this.#discarded, this.#failed]) list.length = 0;
  }

  /** Runs each job that is due now, once. Its retries, and the jobs it enqueues, wait. */
  async performEnqueuedJobs(): Promise<void> {
    for (const job of this.#waiting.due(this.#clock.now())) await this.#run(job);
  }

  /**
   * Runs jobs until none is left, in the order of time, and moves the clock on to each that is
   * scheduled or retried later.
   *
   * @throws EndlessDrainError when the jobs keep coming
   */
  async drain(): Promise<void> {
    for (let runs = 0; ; runs += 1) {
      const job = this.#travelToNext();
      if (!job) return;
      if (runs === RUNS_PER_DRAIN) throw new EndlessDrainError(runs, this.enqueued);
      await this.#run(job);
    }
  }

  /** The next job, with the clock standing where it is due. */
  #travelToNext(): EnqueuedJob | undefined {
    const due = this.#waiting.nextDue(this.#clock.now());
    if (due) return due;
    const dueAt = this.#waiting.nextDueAt();
    if (dueAt !== undefined) this.#clock.travelTo(dueAt);
    return this.#waiting.nextDue(this.#clock.now());
  }

  async #run(job: EnqueuedJob): Promise<void> {
    // An earlier job of the round may have cancelled it.
    if (!this.#waiting.remove(job)) return;
    const outcome = await this.#perform(this.#running.start(job, this.#clock.now()));
    this.#apply({ ...this.#running.end(job), finishedAt: this.#clock.now() }, outcome);
  }

  #apply(job: EnqueuedJob, outcome: Outcome): void {
    const now = this.#clock.now();
    switch (outcome.kind) {
      case 'completed':
        return void this.#completed.push({ ...job, ...throughJson({ value: outcome.value }) });
      case 'discarded':
        return void this.#discarded.push({
          ...job,
          because: outcome.because,
          ...(outcome.error && { error: outcome.error }),
        });
      case 'failed':
        return void this.#failed.push({ ...job, error: outcome.error });
      case 'retried':
        return this.#waiting.add(nextRun(job, outcome, now));
      case 'snoozed':
        return this.#waiting.add({
          ...job,
          ...(outcome.data && throughJson({ data: outcome.data })),
          dueAt: now + outcome.delay,
        });
      case 'interrupted':
        return this.#waiting.add({ ...job, dueAt: now });
    }
  }
}

async function performHere(delivery: Delivery): Promise<Outcome> {
  const application = currentApplication();
  await application.loadJobs();
  return application.executor.perform(delivery);
}
