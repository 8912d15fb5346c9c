import { randomUUID } from 'node:crypto';
import type { PooledQueue } from './pooled-queue';
import type { StoreProbe } from './store-probe';
import { PAUSE_AFTER_ERROR, SAFETY_NET_SECONDS, type WakeWatch } from './wake-watch';

/** The commands the watch needs of Redis. */
export interface MarkerClient {
  bzpopmin(
    ...keysAndTimeout: (string | number)[]
  ): Promise<[key: string, member: string, score: string] | null>;
  zadd(...args: (string | number)[]): Promise<unknown>;
  exists(...keys: string[]): Promise<number>;
  disconnect(reconnect?: boolean): void;
}

interface MarkerWatchParts {
  readonly queues: readonly PooledQueue[];
  readonly client: MarkerClient;
  /** Used for nothing but the blocking wait. */
  readonly blockingClient: MarkerClient;
  /** A key beside the queues' keys, on the same cluster slot. */
  readonly nudgeKey: string;
  readonly probe: StoreProbe;
}

/** One BZPOPMIN over the marker keys of all sleeping queues, whatever their number. */
export class MarkerWatch implements WakeWatch {
  readonly #parts: MarkerWatchParts;
  readonly #nudgeKey: string;
  #armed: ReadonlySet<PooledQueue> = new Set();
  #waiting: Promise<void> | undefined;
  #armQueued = false;
  #nudged = false;
  #closing = false;

  constructor(parts: MarkerWatchParts) {
    this.#parts = parts;
    this.#nudgeKey = `${parts.nudgeKey}:${randomUUID()}`;
  }

  arm(): void {
    if (this.#armQueued || this.#closing) return;
    this.#armQueued = true;
    setImmediate(() => {
      this.#armQueued = false;
      this.#armNow();
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#waiting) this.#nudge();
    await this.#waiting;
  }

  #armNow(): void {
    if (this.#closing) return;
    const sleeping = new Set(
      this.#parts.queues.filter((queue) => !queue.ready && !queue.isRateLimited),
    );
    if (sleeping.size === 0) return;
    if (!this.#waiting) this.#wait(sleeping);
    else if ([...sleeping].some((queue) => !this.#armed.has(queue))) this.#nudge();
  }

  /**
   * Ends the running wait so that it starts again over the new set. A key rather than CLIENT
   * UNBLOCK: an unblock that overtakes its BZPOPMIN is lost, a key stays.
   */
  #nudge(): void {
    if (this.#nudged) return;
    this.#nudged = true;
    this.#parts.client.zadd(this.#nudgeKey, 0, '1').catch(() => (this.#nudged = false));
  }

  #wait(sleeping: ReadonlySet<PooledQueue>): void {
    this.#armed = sleeping;
    this.#waiting = this.#pop(sleeping).then(
      () => this.#rearm(),
      () => void setTimeout(() => this.#rearm(), PAUSE_AFTER_ERROR).unref(),
    );
  }

  #rearm(): void {
    this.#waiting = undefined;
    this.arm();
  }

  async #pop(sleeping: ReadonlySet<PooledQueue>): Promise<void> {
    const markers = [...sleeping].map((queue) => queue.worker.keys['marker'] as string);
    const popped = await this.#guarded(
      this.#parts.blockingClient.bzpopmin(this.#nudgeKey, ...markers, SAFETY_NET_SECONDS),
    );
    if (popped?.[0] === this.#nudgeKey) this.#nudged = false;
    else if (popped) this.#marked(popped);
    else if (await this.#parts.probe.anyWaiting(sleeping)) this.#wakeAll(sleeping);
  }

  /** The safety net: a marker may be lost with the process that popped it. */
  #wakeAll(sleeping: ReadonlySet<PooledQueue>): void {
    if (!this.#closing) for (const queue of sleeping) queue.wake();
  }

  /** ioredis re-sends a blocking command after a silent drop and may then wait for ever. */
  async #guarded<T>(command: Promise<T>): Promise<T> {
    const reconnect = () => this.#parts.blockingClient.disconnect(true);
    const watchdog = setTimeout(reconnect, (SAFETY_NET_SECONDS + 1) * 1000);
    try {
      return await command;
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** Several capsules may serve the queue: whichever has a free slot takes the job. */
  #marked([key, member, score]: [key: string, member: string, score: string]): void {
    const due = Number(score);
    const queues = this.#parts.queues.filter(({ worker }) => worker.keys['marker'] === key);
    const canTake = !this.#closing && queues.some(({ pool }) => pool().hasFreeSlot);
    // Nobody here can take it: another process must see it.
    if (this.#closing || (due <= Date.now() && !canTake))
      this.#parts.client.zadd(key, 'NX', score, member).catch(() => {});
    if (this.#closing) return;
    for (const queue of queues) {
      queue.wakeUps += 1;
      if (due > Date.now()) queue.wakeAt(due);
      else queue.wake();
    }
  }
}
