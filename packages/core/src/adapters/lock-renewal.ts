import type { LockLease, LockStore } from './lock-store';

export interface RenewedLease extends LockLease {
  /** Milliseconds. */
  readonly ttl: number;
  /** Called once when the slot is somebody else's by now, or may be. */
  onLost(): void;
}

interface Kept {
  readonly lease: RenewedLease;
  /** Until when the slot is ours for certain, and when it is to be renewed; by this process's clock. */
  certainUntil: number;
  dueAt: number;
}

/** How often a lease is renewed before it would end. */
const ROUNDS_PER_TTL = 3;

/** Keeps what this process holds: renews each lease at a third of its time, those of a moment together. */
export class LockRenewal {
  readonly #store: () => LockStore;
  readonly #kept = new Map<RenewedLease, Kept>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Infinity;

  constructor(store: () => LockStore) {
    this.#store = store;
  }

  /** From now on. The lease was granted at most a moment ago. */
  keep(lease: RenewedLease): void {
    const now = performance.now();
    const kept = { lease, certainUntil: now + lease.ttl, dueAt: now + lease.ttl / ROUNDS_PER_TTL };
    this.#kept.set(lease, kept);
    this.#schedule(kept.dueAt);
  }

  /** No more. */
  drop(lease: RenewedLease): void {
    this.#kept.delete(lease);
    if (this.#kept.size > 0) return;
    clearTimeout(this.#timer);
    this.#timerAt = Infinity;
  }

  #schedule(dueAt: number): void {
    if (dueAt >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = dueAt;
    const delay = Math.max(0, dueAt - performance.now());
    this.#timer = setTimeout(() => void this.#round(), delay).unref();
  }

  async #round(): Promise<void> {
    this.#timerAt = Infinity;
    const sentAt = performance.now();
    const due = [...this.#kept.values()].filter(({ dueAt }) => dueAt <= sentAt + 5);
    const answers = await this.#ask(due.map(({ lease }) => lease));
    for (const [index, kept] of due.entries()) this.#apply(kept, answers?.[index], sentAt);
    const next = Math.min(...[...this.#kept.values()].map(({ dueAt }) => dueAt));
    if (next < Infinity) this.#schedule(next);
  }

  /** Undefined when the store did not answer: then nothing is known. */
  async #ask(leases: readonly RenewedLease[]): Promise<readonly boolean[] | undefined> {
    try {
      return await this.#store().renew(leases);
    } catch {
      return undefined;
    }
  }

  #apply(kept: Kept, held: boolean | undefined, sentAt: number): void {
    const { lease } = kept;
    if (!this.#kept.has(lease)) return;
    const now = performance.now();
    const step = lease.ttl / ROUNDS_PER_TTL;
    if (held) Object.assign(kept, { certainUntil: sentAt + lease.ttl, dueAt: sentAt + step });
    else if (held === undefined && now < kept.certainUntil)
      kept.dueAt = Math.min(now + step / 2, kept.certainUntil);
    else this.#lose(lease);
  }

  #lose(lease: RenewedLease): void {
    this.drop(lease);
    lease.onLost();
  }
}
