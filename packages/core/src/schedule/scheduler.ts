import type { ProcessRecord } from '../adapters/process-directory';
import type { ScheduleStore, StoredEntry } from '../adapters/schedule-store';
import type { EventBus } from '../events/event-bus';
import type { Clock } from '../support/clock';
import { nextTick } from '../support/cron/recurrence';
import { toError } from '../support/thrown-value-error';
import { within } from '../support/within';
import { dueTicks } from './due-ticks';
import { mustInstall } from './generation';
import type { Declarations } from './read-declarations';
import { PATIENCE, type TickRunner } from './tick-runner';

export interface SchedulerParts {
  readonly store: ScheduleStore;
  readonly runner: TickRunner;
  readonly declarations: Declarations;
  readonly processes: () => Promise<readonly ProcessRecord[]>;
  readonly clock: Clock;
  readonly events: EventBus;
}

/** Milliseconds between two looks for entries that were changed elsewhere. */
const LOOK_INTERVAL = 5000;
/** Looks that must find other declarations without a supporter: a process may just be starting. */
const LOOKS_BEFORE_INSTALL = 2;
/** Milliseconds to wait after an error before the next try. */
const PAUSE_AFTER_ERROR = 1000;
/** Milliseconds that a start waits for what is declared to be in the store, which may be slow. */
const MOST_FOR_FIRST_TURN = 10_000;
/** Milliseconds that a stop waits for what is under way. */
const FAREWELL = 1000;

/** Runs the schedule in this process, beside the same in every other. */
export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #handled = new Map<string, number>();
  /** When each entry has its next tick: reading cron is not cheap, and most looks find nothing due. */
  readonly #dueAt = new Map<string, number>();
  /** Ticks that another process has not settled yet, and when to ask for them again. */
  readonly #unsettled = new Map<string, { name: string; tick: number; at: number }>();
  #entries: readonly StoredEntry[] = [];
  #version: string | undefined;
  /** Undefined before the declarations are installed. */
  #watchedSince: number | undefined;
  #turnedAt = 0;
  #lookAt = 0;
  #unsupported = 0;
  #failing = false;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;
  #turning: Promise<void> = Promise.resolve();

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /**
   * Installs what this process declares, and looks at the clock from then on. Resolves once it is
   * installed; a store that is away is not waited for.
   */
  start(): Promise<void> {
    this.#loop();
    return within(this.#turning, MOST_FOR_FIRST_TURN);
  }

  /** Deals with everything that is due. Gives the time when something is next. */
  async turn(): Promise<number> {
    this.#turnedAt = this.#parts.clock.now();
    if (this.#watchedSince === undefined) await this.#install();
    else if (this.#turnedAt >= this.#lookAt) await this.#look();
    await Promise.all(this.#enabled().map((entry) => this.#runDue(entry)));
    await this.#askAgain();
    return this.#nextAt();
  }

  /** Idempotent. */
  async stop(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await within(this.#turning, FAREWELL);
  }

  #loop(): void {
    this.#turning = this.#turnAndSleep();
  }

  async #turnAndSleep(): Promise<void> {
    const at = await this.#turnSafely();
    if (this.#closed) return;
    const delay = Math.max(0, at - this.#parts.clock.now());
    this.#timer = setTimeout(() => this.#loop(), delay).unref();
  }

  /** What a turn could not do, the next one does. */
  async #turnSafely(): Promise<number> {
    try {
      const at = await this.turn();
      this.#failing = false;
      return at;
    } catch (thrown) {
      if (!this.#failing && !this.#closed)
        this.#parts.events.emit('storeError', { error: toError(thrown) });
      this.#failing = true;
      return this.#parts.clock.now() + PAUSE_AFTER_ERROR;
    }
  }

  /** Makes the declarations of this process those that stand. */
  async #install(): Promise<void> {
    const { store, declarations, events } = this.#parts;
    const { entries, fingerprint, file, notes } = declarations;
    const report = await store.install(entries, { fingerprint, now: this.#turnedAt });
    this.#watchedSince ??= this.#turnedAt;
    this.#unsupported = 0;
    events.emit('scheduleInstalled', { ...report, file, notes, entries: entries.length });
    await this.#load();
  }

  async #look(): Promise<void> {
    const { store, declarations, processes } = this.#parts;
    const { version, fingerprint } = await store.head();
    if (version !== this.#version) await this.#load();
    this.#lookAt = this.#turnedAt + LOOK_INTERVAL;
    if (fingerprint === declarations.fingerprint) return void (this.#unsupported = 0);
    const own = declarations.fingerprint;
    const alone = mustInstall({ standing: fingerprint, own, processes: await processes() });
    this.#unsupported = alone ? this.#unsupported + 1 : 0;
    if (this.#unsupported >= LOOKS_BEFORE_INSTALL) await this.#install();
  }

  async #load(): Promise<void> {
    const { store } = this.#parts;
    // Asked before, so that a change in between is seen at the next look.
    const { version } = await store.head();
    const entries = await store.entries();
    this.#forgetChanged(entries);
    this.#entries = entries;
    this.#version = version;
    this.#lookAt = this.#turnedAt + LOOK_INTERVAL;
    for (const { name, open } of this.#entries)
      for (const { tick, at } of open) this.#note(name, tick, at + PATIENCE);
  }

  /** The next tick of an entry that was changed is another. */
  #forgetChanged(entries: readonly StoredEntry[]): void {
    const stamp = ({ revision, since }: StoredEntry) => `${revision}@${since}`;
    const stamps = new Map(entries.map((entry) => [entry.name, stamp(entry)]));
    for (const entry of this.#entries)
      if (stamps.get(entry.name) !== stamp(entry)) this.#dueAt.delete(entry.name);
  }

  async #runDue(entry: StoredEntry): Promise<void> {
    const { name, since, definition } = entry;
    const now = this.#turnedAt;
    if ((this.#dueAt.get(name) ?? 0) > now) return;
    const view = { now, watchedSince: this.#watchedSince ?? now, handled: this.#handled.get(name) };
    for (const due of dueTicks(entry, view)) {
      const answer = await this.#parts.runner.run(entry, due);
      this.#handled.set(name, due.tick);
      if (answer === 'ask again') this.#note(name, due.tick, now + PATIENCE);
      if (answer === 'stale') this.#lookAt = 0;
    }
    const after = Math.max(since, this.#handled.get(name) ?? now);
    this.#dueAt.set(name, nextTick(definition.recurrence, after) ?? Infinity);
  }

  /** A process may have died between taking a tick and storing its job. */
  async #askAgain(): Promise<void> {
    const { runner } = this.#parts;
    const now = this.#turnedAt;
    const due = [...this.#unsettled].filter(([, { at }]) => at <= now);
    for (const [key, { name, tick }] of due) {
      const entry = this.#enabled().find((each) => each.name === name);
      const missed = entry !== undefined && now - tick > entry.definition.grace;
      const answer = entry && (await runner.run(entry, { tick, missed }));
      if (answer === 'ask again') this.#note(name, tick, now + PATIENCE);
      else this.#unsettled.delete(key);
    }
  }

  #note(name: string, tick: number, at: number): void {
    this.#unsettled.set(JSON.stringify([name, tick]), { name, tick, at });
  }

  #enabled(): readonly StoredEntry[] {
    return this.#entries.filter(({ status }) => status === 'enabled');
  }

  #nextAt(): number {
    const again = [...this.#unsettled.values()].map(({ at }) => at);
    return Math.min(this.#lookAt, ...this.#dueAt.values(), ...again);
  }
}
