import type { EntryRequest, Outcome, StepPosition } from '@drover/core';
import { EndlessDrainError } from './endless-drain-error';
import type { FakeClock } from './fake-clock';
import type { EnqueuedJob, OutcomeOf } from './fake-jobs';
import type { FakeTurnstile } from './fake-turnstile';
import type { Interruptions } from './interruptions';
import type { Journal, Run } from './journal';
import type { RunningJobs } from './running-jobs';
import type { WaitingJobs } from './waiting-jobs';

/** Runs after which it is taken that the jobs will never come to an end. */
const RUNS_PER_DRAIN = 10_000;

/** Which jobs run. */
export interface Selection {
  readonly accepts?: ((job: EnqueuedJob) => boolean) | undefined;
  /** Those that are due by then, in milliseconds since the epoch. Default: all. */
  readonly until?: number | undefined;
  /** The most runs. */
  readonly limit?: number | undefined;
  /** Whether retries, and the jobs that jobs enqueue, run too. */
  readonly recursive: boolean;
}

interface RunnerParts {
  readonly clock: FakeClock;
  readonly waiting: WaitingJobs;
  /** The jobs that wait for others. */
  readonly held: () => readonly EnqueuedJob[];
  readonly running: RunningJobs;
  readonly turnstile: FakeTurnstile;
  readonly journal: Journal;
  readonly interruptions: Interruptions;
  readonly perform: (delivery: ReturnType<RunningJobs['start']>) => Promise<Outcome>;
  readonly settle: (job: EnqueuedJob, outcome: Exclude<Outcome, OutcomeOf<'blocked'>>) => void;
}

/** Runs waiting jobs in the order of time, and moves the clock on to each that is due later. */
export class JobRunner {
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
  }

  /** @throws EndlessDrainError when the jobs keep coming */
  async run(selection: Selection): Promise<readonly Run[]> {
    const { waiting, held } = this.#parts;
    const { limit = Infinity, recursive } = selection;
    const round = recursive ? undefined : new Set([...waiting.list(), ...held()]);
    const runs: Run[] = [];
    while (runs.length < limit) {
      const job = this.#next(selection, round);
      if (!job) break;
      if (runs.length === RUNS_PER_DRAIN) throw new EndlessDrainError(runs.length, waiting.list());
      round?.delete(job);
      const run = await this.runOne(job);
      if (run.outcome.kind !== 'blocked') runs.push(run);
    }
    return runs;
  }

  async runOne(job: EnqueuedJob): Promise<Run> {
    const { clock, waiting, running, turnstile, journal, interruptions, perform, settle } =
      this.#parts;
    if (job.dueAt > clock.now()) clock.travelTo(job.dueAt);
    waiting.remove(job);
    const enter = (request: EntryRequest) => turnstile.enter(job, request);
    const interruption = (position: StepPosition) => interruptions.ask(job.name, position);
    const outcome = await perform(running.start(job, clock.now(), { enter, interruption }));
    const run = { job, outcome };
    const { blockedBy: _, ...ran } = running.end(job);
    if (outcome.kind === 'blocked') {
      waiting.add(turnstile.putAside(ran, outcome));
      return run;
    }
    journal.ran(run);
    settle({ ...ran, finishedAt: clock.now() }, outcome);
    await turnstile.leave(job);
    return run;
  }

  #next(selection: Selection, round: Set<EnqueuedJob> | undefined): EnqueuedJob | undefined {
    const { accepts = () => true, until = Infinity } = selection;
    return this.#parts.waiting.next(
      this.#parts.clock.now(),
      (job) => job.dueAt <= until && (round?.has(job) ?? true) && accepts(job),
    );
  }
}
