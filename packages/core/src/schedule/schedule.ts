import type { EntryStatus, ScheduleStore, StoredEntry } from '../adapters/schedule-store';
import type { StoreFinding } from '../adapters/store-finding';
import { enqueueJob } from '../job/enqueue-job';
import type { Job } from '../job/job';
import { InvalidOptionsError } from '../options/invalid-options-error';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { Clock } from '../support/clock';
import { didYouMean } from '../support/nearest';
import { examineSchedule } from './examine-schedule';
import { changedEntry, newEntry, type EntryChanges, type NewEntry } from './entry-changes';
import { ScheduleError } from './schedule-error';
import { scheduledJob } from './scheduled-job';
import { toScheduledEntry, type ScheduledEntry } from './scheduled-entry';

export interface ScheduleParts {
  readonly store: () => Promise<ScheduleStore>;
  readonly registry: JobRegistry;
  readonly serializer: ArgumentSerializer;
  readonly clock: Clock;
}

/** The entries of the schedule: those of its file and its classes, and those that code adds. */
export class Schedule {
  readonly #parts: ScheduleParts;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Every entry, by name. */
  async list(): Promise<readonly ScheduledEntry[]> {
    const entries = await (await this.#parts.store()).entries();
    return entries.map((entry) => toScheduledEntry(entry, this.#parts.clock.now()));
  }

  /** Whether the entries can run, and do: what there is to be told of them. */
  async examine(): Promise<readonly StoreFinding[]> {
    const { store, registry, clock } = this.#parts;
    const isKnown = (job: string) => registry.find(job) !== undefined;
    return examineSchedule(await (await store()).entries(), isKnown, clock.now());
  }

  /**
   * Adds an entry, which stays until code removes it.
   *
   * @throws ScheduleError when there is one of this name
   * @throws InvalidOptionsError, SerializationError
   */
  async add<T extends Job>(name: string, entry: NewEntry<T>): Promise<void> {
    checkName(name);
    const { store, serializer, clock } = this.#parts;
    const declared = newEntry(`schedule.add('${name}')`, name, entry, serializer);
    if (!(await (await store()).put(declared, 'add', clock.now()))) throw taken(name);
  }

  /**
   * Changes an entry that code has added. Its old time never fires again.
   *
   * @throws ScheduleError when there is none, or it is declared
   * @throws InvalidOptionsError, SerializationError
   */
  async update(name: string, changes: EntryChanges): Promise<void> {
    const { store, clock } = this.#parts;
    const entry = this.#undeclared(await this.#find(name), 'changed');
    const declared = changedEntry(`schedule.update('${name}')`, entry, changes, this.#parts);
    if (!(await (await store()).put(declared, 'change', clock.now())))
      throw await this.#unknown(name);
  }

  /** Removes an entry that code has added. @throws ScheduleError when there is none, or it is declared */
  async remove(name: string): Promise<void> {
    this.#undeclared(await this.#find(name), 'removed');
    await (await this.#parts.store()).remove(name);
  }

  /** Lets an entry fire again. @throws ScheduleError when there is none */
  enable(name: string): Promise<void> {
    return this.#setStatus(name, 'enabled');
  }

  /** Keeps an entry from firing, also after the next deploy. @throws ScheduleError when there is none */
  disable(name: string): Promise<void> {
    return this.#setStatus(name, 'disabled');
  }

  /**
   * Enqueues the job of an entry now, also of a disabled one. Its ticks go on as if nothing had been.
   *
   * @throws ScheduleError when there is none
   * @throws UnknownJobClassError, EnqueueError
   */
  async runNow(name: string): Promise<Job> {
    const { registry, serializer, clock } = this.#parts;
    const entry = await this.#find(name);
    const jobClass = registry.resolve(entry.definition.job);
    return enqueueJob(await scheduledJob(jobClass, entry, { time: clock.now(), serializer }));
  }

  async #setStatus(name: string, status: EntryStatus): Promise<void> {
    const store = await this.#parts.store();
    if (!(await store.setStatus(name, status, this.#parts.clock.now())))
      throw await this.#unknown(name);
  }

  async #find(name: string): Promise<StoredEntry> {
    const entries = await (await this.#parts.store()).entries();
    const entry = entries.find((each) => each.name === name);
    if (!entry) throw unknown(name, entries);
    return entry;
  }

  /** What is declared would be back at the next start of a worker. */
  #undeclared(entry: StoredEntry, what: string): StoredEntry {
    if (entry.source === 'code') return entry;
    const place = entry.source === 'file' ? 'the schedule file' : 'its class';
    throw new ScheduleError(
      'DROVER_SCHEDULE_ENTRY_DECLARED',
      `'${entry.name}' is declared by ${place}, so it is ${what} there. To have it rest, disable it.`,
    );
  }

  async #unknown(name: string): Promise<ScheduleError> {
    return unknown(name, await (await this.#parts.store()).entries());
  }
}

function checkName(name: unknown): void {
  // oxlint-disable-next-line no-control-regex -- no store keeps NUL, and no terminal the others
  if (typeof name === 'string' && name.trim() !== '' && !/[\u0000-\u001f]/.test(name)) return;
  throw new InvalidOptionsError('schedule.add() name', 'a text that is not empty', name);
}

function taken(name: string): ScheduleError {
  return new ScheduleError(
    'DROVER_SCHEDULE_ENTRY_EXISTS',
    `The schedule has an entry '${name}'. Change it with schedule.update(), or give this one another name.`,
  );
}

function unknown(name: string, entries: readonly StoredEntry[]): ScheduleError {
  const names = entries.map((entry) => entry.name);
  const hint = didYouMean(name, names) || `It has: ${names.join(', ') || 'none'}.`;
  return new ScheduleError(
    'DROVER_SCHEDULE_ENTRY_UNKNOWN',
    `The schedule has no entry '${name}'. ${hint}`,
  );
}
