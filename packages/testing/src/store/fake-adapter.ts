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
import { EndedJobs } from './ended-jobs';
import type { FakeClock } from './fake-clock';
import { FakeLocks } from './fake-locks';
import { FakeTurnstile } from './fake-turnstile';
import { FakeJobDirectory } from './fake-job-directory';
import type { CompletedJob, DiscardedJob, EnqueuedJob, FailedJob } from './fake-jobs';
import { FakeSchedule } from './fake-schedule';
import { FakeIntake } from './fake-intake';
import { HeldJobs } from './held-jobs';
import { JobRunner, type Selection } from './job-runner';
import { Interruptions } from './interruptions';
import { Journal, type Run } from './journal';
import { RunningJobs } from './running-jobs';
import { UniqueKeys } from './unique-keys';
import { WaitingJobs } from './waiting-jobs';

/** When a fake store runs its jobs. */
export interface FakeAdapterOptions {
  /** Whether a job that is due runs during its enqueue. Default false. */
  readonly inline?: boolean;
}

/**
 * A store in memory for tests: opens nothing, waits for nothing, and runs jobs only when it is
 * told to, through the executor that production uses.
 */
export class FakeAdapter implements QueueAdapter {
  readonly name = 'test';
  /** Takes jobs of a transaction as it takes others: it cannot see whether that is rolled back. */
  readonly enlists = true;
  readonly keepsBatches = true;
  /** What happened, from the first enqueue on. */
  readonly journal = new Journal();
  /** Where runs of jobs with several steps shall end. */
  readonly interruptions = new Interruptions();
  readonly #clock: FakeClock;
  readonly #locks: FakeLocks;
  readonly #turnstile: FakeTurnstile;
  readonly #waiting = new WaitingJobs();
  readonly #held = new HeldJobs((job) => this.#waiting.add(job));
  readonly #running = new RunningJobs();
  readonly #keys = new UniqueKeys(this.#waiting, this.#running, this.journal);
  readonly #intake: FakeIntake;
  readonly #ended = new EndedJobs(this.#waiting);
  #schedule = new FakeSchedule();
  #perform: Perform = performHere;
  readonly #inline: boolean;
  readonly #runner: JobRunner;

  constructor(clock: FakeClock, { inline = false }: FakeAdapterOptions = {}) {
    this.#clock = clock;
    this.#inline = inline;
    const parts = { clock, keys: this.#keys, waiting: this.#waiting, held: this.#held };
    this.#intake = new FakeIntake({ ...parts, journal: this.journal });
    this.#locks = new FakeLocks(clock, (key) => this.#waiting.callUp(key, clock.now()));
    this.#turnstile = new FakeTurnstile(clock, this.#locks);
    this.#runner = new JobRunner({
      ...{ clock, waiting: this.#waiting, running: this.#running, journal: this.journal },
      ...{ turnstile: this.#turnstile, interruptions: this.interruptions },
      perform: (delivery) => this.#perform(delivery),
      held: () => this.#held.list(),
      settle: (job, outcome) => {
        this.#ended.settle(job, outcome, clock.now());
        this.#held.ended(job, outcome, clock.now());
      },
    });
  }

  /** Jobs that wait, due or not, in the order in which they were stored; behind them those that wait for others. */
  get enqueued(): readonly EnqueuedJob[] {
    return [...this.#waiting.list(), ...this.#held.list()];
  }

  get completed(): readonly CompletedJob[] {
    return [...this.#ended.completed];
  }

  get discarded(): readonly DiscardedJob[] {
    return [...this.#ended.discarded];
  }

  get failed(): readonly FailedJob[] {
    return [...this.#ended.failed];
  }

  /**
   * As in every store, an id is stored once. Inline, a job that is due runs before this resolves.
   *
   * @throws the error of a job that failed for good, inline
   */
  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    const receipt = this.#intake.store(job);
    if (this.#inline) await this.#runInline(job);
    return receipt;
  }

  async enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    const results: (EnqueueReceipt | Error)[] = [];
    for (const job of jobs)
      results.push(await this.enqueue(job).catch((error: unknown) => error as Error));
    return results;
  }

  /** Takes note of what runs a job. Nothing runs before {@link run} or {@link drain}. */
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
    const { completed, discarded, failed } = this.#ended;
    return new FakeJobDirectory({
      ...{ waiting: this.#waiting, held: this.#held, running: this.#running },
      ...{ completed, discarded, failed },
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
    this.journal.clear();
    this.#turnstile.clear();
    this.#waiting.clear();
    this.#held.clear();
    this.#intake.clear();
    this.#keys.clear();
    this.#schedule = new FakeSchedule();
    this.#ended.clear();
  }

  /** Runs jobs, in the order of time. @throws EndlessDrainError when the jobs keep coming */
  run(selection: Selection): Promise<readonly Run[]> {
    return this.#runner.run(selection);
  }

  /**
   * Runs jobs until none is left, in the order of time, and moves the clock on to each that is
   * scheduled or retried later.
   *
   * @throws EndlessDrainError when the jobs keep coming
   */
  async drain(): Promise<void> {
    await this.run({ recursive: true });
  }

  /** What is due now: first what the job waits for, then, if it still waits for nothing, the job itself. */
  async #runInline({ id, after }: StoredJob): Promise<void> {
    const errors: unknown[] = [];
    for (const each of after?.jobs ?? [])
      await this.#runInline(each).catch((error: unknown) => errors.push(error));
    const job = this.#waiting.find(id);
    const run = job && job.dueAt <= this.#clock.now() ? await this.#runner.runOne(job) : undefined;
    if (run?.outcome.kind === 'failed') errors.push(run.outcome.error);
    if (errors.length > 0) throw errors[0];
  }
}

async function performHere(delivery: Delivery): Promise<Outcome> {
  const application = currentApplication();
  await application.loadJobs();
  return application.executor.perform(delivery);
}
