import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldLock, LockHolder, LockStore } from '../adapters/lock-store';
import { LockRenewal } from '../adapters/lock-renewal';
import type { QueueAdapter } from '../adapters/queue-adapter';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import type { EventBus } from '../events/event-bus';
import type { Clock } from '../support/clock';
import { LockConflictError, LockLostError } from './lock-errors';
import { storedKey } from './lock-key';
import type { LockTerms } from './lock-options';

/** A lock that is held, as the code it protects sees it. */
export interface Lock {
  readonly key: string;
  /** Larger than that of every lock granted before: what is protected can refuse an older one. */
  readonly fence: number;
  /** Aborted when the lock is lost, with LockLostError, and when the run ends before its time. */
  readonly signal: AbortSignal;
}

/** Whose run asks for a lock. */
export interface LockTaker extends LockHolder {
  readonly signal: AbortSignal;
}

interface LocksParts {
  readonly adapter: QueueAdapter;
  readonly clock: Clock;
  readonly events: EventBus;
}

/** Milliseconds between the first tries for a lock that is held, and at most between later ones. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 250;

/** Takes locks for the code of this process, keeps them while it runs, and gives them back. */
export class Locks {
  readonly #parts: LocksParts;
  readonly #renewal = new LockRenewal(() => this.store());

  constructor(parts: LocksParts) {
    this.#parts = parts;
  }

  /** @throws UnsupportedOperationError */
  store(): LockStore {
    const { adapter } = this.#parts;
    const store = adapter.locks?.();
    if (!store) throw new UnsupportedOperationError(adapter.name, 'keeps locks', 'locks');
    return store;
  }

  /**
   * Runs `body` while it holds the lock of the key.
   *
   * @throws LockConflictError when it is held for longer than `wait`
   */
  async hold<T>(
    key: string,
    terms: LockTerms,
    taker: LockTaker,
    body: (lock: Lock) => T | Promise<T>,
  ): Promise<T> {
    const { ttl } = terms;
    const held = await this.#take(key, terms, taker);
    const abort = new AbortController();
    const onLost = () => this.#lost(key, ttl, taker, abort);
    const lease = { ...held, ttl, onLost };
    this.#renewal.keep(lease);
    // A run that is over must not keep its lock for ever, should it not listen.
    const runIsOver = () => this.#renewal.drop(lease);
    taker.signal.addEventListener('abort', runIsOver, { once: true });
    try {
      const signal = AbortSignal.any([taker.signal, abort.signal]);
      return await body({ key, fence: held.fence, signal });
    } finally {
      taker.signal.removeEventListener('abort', runIsOver);
      this.#renewal.drop(lease);
      if (!(await this.#release(held)) && !abort.signal.aborted) onLost();
    }
  }

  async #take(
    key: string,
    { kind = 'lock', slots = 1, ttl, wait }: LockTerms,
    taker: LockTaker,
  ): Promise<HeldLock> {
    const { clock } = this.#parts;
    const { signal, ...holder } = taker;
    const request = { key: storedKey(kind, key), owner: randomUUID(), ttl, slots, holder };
    const deadline = clock.now() + wait;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      const answer = await this.store().acquire(request);
      if (answer.granted) return answer.lock;
      const left = deadline - clock.now();
      if (left <= 0) throw new LockConflictError(key, answer.holders);
      await this.#pause(Math.min(left, pause * (1 + clock.random())), signal);
    }
  }

  async #pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    if (clock.sleep) return clock.sleep(milliseconds);
    await sleep(milliseconds, undefined, { signal });
  }

  /** The work is done: a store that is away now frees the lock when its time is over. */
  async #release(held: HeldLock): Promise<boolean> {
    try {
      return await this.store().release(held);
    } catch (error) {
      this.#parts.events.emit('storeError', { error: error as Error });
      return true;
    }
  }

  #lost(key: string, ttl: number, { name, jobId }: LockTaker, abort: AbortController): void {
    const error = new LockLostError(key, ttl);
    abort.abort(error);
    this.#parts.events.emit('lockLost', {
      error,
      ...(name !== undefined && { name }),
      ...(jobId !== undefined && { jobId }),
    });
  }
}
