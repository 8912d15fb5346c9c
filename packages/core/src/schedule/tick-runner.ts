import type { EntryRun, ScheduleStore, StoredEntry } from '../adapters/schedule-store';
import type { EventBus } from '../events/event-bus';
import { enqueueJob } from '../job/enqueue-job';
import { STATE } from '../job/job-state';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { Clock } from '../support/clock';
import { toError } from '../support/thrown-value-error';
import type { DueTick } from './due-ticks';
import { scheduledJob, tickId } from './scheduled-job';

export interface TickRunnerParts {
  readonly store: ScheduleStore;
  readonly registry: JobRegistry;
  readonly serializer: ArgumentSerializer;
  readonly events: EventBus;
  readonly clock: Clock;
  /** Whether the job waits or runs. */
  readonly isUnfinished: (id: string, queue: string) => Promise<boolean>;
}

/**
 * - `done`: nothing is left to do about the tick
 * - `ask again`: another process has it, or it could not be enqueued: somebody must see to it
 * - `stale`: the entry is not what this process takes it for
 */
export type TickAnswer = 'done' | 'ask again' | 'stale';

/** Milliseconds after which a tick whose process said nothing more is taken over. */
export const PATIENCE = 5000;

/** Milliseconds between two warnings of an entry whose class nobody here knows. */
const WARNING_INTERVAL = 60_000;

/** Has one tick of an entry enqueued, exactly once over all processes. */
export class TickRunner {
  readonly #parts: TickRunnerParts;
  readonly #warnedAt = new Map<string, number>();

  constructor(parts: TickRunnerParts) {
    this.#parts = parts;
  }

  async run(entry: StoredEntry, due: DueTick): Promise<TickAnswer> {
    const { store, registry, clock } = this.#parts;
    const { name, revision } = entry;
    // Left to the processes that know the class: it is enqueued by them, or is missed.
    if (!registry.find(entry.definition.job)) return this.#warn(entry);
    const claim = { name, revision, tick: due.tick, now: clock.now(), patience: PATIENCE };
    const answer = await store.claim(claim);
    if (answer === 'open') return 'ask again';
    if (answer !== 'granted') return answer === 'stale' ? 'stale' : 'done';
    return this.#see(entry, due);
  }

  /** The tick is ours: it is settled when its job is stored, and not before. */
  async #see(entry: StoredEntry, { tick, missed }: DueTick): Promise<TickAnswer> {
    const { store, events } = this.#parts;
    const { name } = entry;
    try {
      const run = missed ? { tick, outcome: 'missed' as const } : await this.#enqueue(entry, tick);
      await store.settle(name, run);
      if (run.outcome === 'missed' || run.outcome === 'overlapping')
        events.emit('tickSkipped', { name, tick, because: run.outcome });
      return 'done';
    } catch (thrown) {
      events.emit('tickFailed', { name, tick, error: toError(thrown) });
      return 'ask again';
    }
  }

  async #enqueue(entry: StoredEntry, tick: number): Promise<EntryRun> {
    const running = await this.#overlapped(entry);
    if (running) return { ...running, tick, outcome: 'overlapping' };
    const { registry, serializer, clock } = this.#parts;
    const { job: className, jitter } = entry.definition;
    const jobClass = registry.resolve(className);
    const job = await scheduledJob(jobClass, entry, { time: tick, serializer });
    job[STATE].id = tickId(entry, tick);
    if (jitter > 0) job.set({ waitUntil: tick + Math.floor(clock.random() * jitter) });
    const { id, queueName, enqueued, notEnqueuedBecause } = await enqueueJob(job);
    if (enqueued) return { tick, outcome: 'enqueued', jobId: id, queue: queueName };
    return { tick, outcome: notEnqueuedBecause === 'duplicate' ? 'duplicate' : 'halted' };
  }

  /** The job of an earlier tick that is not finished, where the entry minds. */
  async #overlapped({ name, definition }: StoredEntry): Promise<Partial<EntryRun> | undefined> {
    if (definition.overlap === 'allow') return undefined;
    const { store, isUnfinished } = this.#parts;
    const entries = await store.entries();
    const { jobId, queue } = entries.find((each) => each.name === name)?.lastRun ?? {};
    if (jobId === undefined || queue === undefined) return undefined;
    return (await isUnfinished(jobId, queue)) ? { jobId, queue } : undefined;
  }

  #warn({ name, definition }: StoredEntry): TickAnswer {
    const { clock, events } = this.#parts;
    const warnedAt = this.#warnedAt.get(name) ?? -Infinity;
    if (clock.now() - warnedAt >= WARNING_INTERVAL) {
      this.#warnedAt.set(name, clock.now());
      events.emit('tickUnknown', { name, job: definition.job });
    }
    return 'done';
  }
}
