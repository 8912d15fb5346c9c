import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry, EntryRequest } from '../../entry';
import { LockRenewal, type RenewedLease } from '../../lock-renewal';
import type { LockStore } from '../../lock-store';
import type { Outcome } from '../../outcome';
import type { Comer, Passage, Slot, Turnstile } from './turnstile';

interface GateParts {
  readonly turnstile: Turnstile;
  readonly locks: LockStore;
  readonly onError: (error: Error) => void;
}

/** A job of this process that may have a slot. */
export interface Entrant extends Comer {
  readonly signal: AbortSignal;
  abort(reason: string): void;
}

interface HeldSlot {
  readonly slot: Slot;
  readonly lease: RenewedLease;
}

/** How often a store that does not answer is asked, and the milliseconds in between. */
const TRIES = 20;
const PAUSE = 500;

/** The slots that the jobs of one worker hold: renewed while they run, handed on when they end. */
export class Gate {
  readonly #parts: GateParts;
  readonly #renewal: LockRenewal;
  readonly #held = new Map<Entrant, HeldSlot>();
  readonly #leaving = new Set<Promise<void>>();

  constructor(parts: GateParts) {
    this.#parts = parts;
    this.#renewal = new LockRenewal(() => parts.locks);
  }

  async enter(entrant: Entrant, request: EntryRequest): Promise<Entry> {
    const passage = await this.#ask(entrant, request);
    if (passage.kind !== 'entered') return passage;
    if (passage.slot) this.#keep(entrant, passage.slot);
    return { kind: 'entered' };
  }

  /** Not waited for. A job that was handed back keeps its slot: it comes again at once. */
  leave(entrant: Entrant, outcome: Outcome): void {
    const held = this.#held.get(entrant);
    if (!held) return;
    this.#held.delete(entrant);
    this.#renewal.drop(held.lease);
    if (comesAtOnce(outcome)) return;
    const leaving = this.#parts.turnstile
      .leave(held.slot)
      // The slot is free when its time is over.
      .catch(this.#parts.onError)
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Resolves when what was freed is free. */
  async settled(): Promise<void> {
    await Promise.all(this.#leaving);
  }

  #keep(entrant: Entrant, slot: Slot): void {
    const lease = { ...slot, onLost: () => entrant.abort('the slot of its limit is lost') };
    this.#held.set(entrant, { slot, lease });
    this.#renewal.keep(lease);
  }

  /** A store that is away cannot take the outcome of a failure either: it is waited for. */
  async #ask(entrant: Entrant, request: EntryRequest): Promise<Passage> {
    const { signal } = entrant;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#parts.turnstile.enter(entrant, request);
      } catch (error) {
        if (tries === TRIES || signal.aborted) throw error;
        this.#parts.onError(error as Error);
        await sleep(PAUSE, undefined, { signal });
      }
    }
  }
}

function comesAtOnce(outcome: Outcome): boolean {
  if (outcome.kind !== 'interrupted') return false;
  return outcome.delay === undefined && outcome.queue === undefined;
}
