import type { HeldLock, LockAnswer, LockLease, LockRequest, LockStore } from '../../lock-store';
import { ACQUIRE, LIST, RELEASE, RENEW } from './lock-scripts';
import type { RedisClient } from './redis-source';

/** Locks looked at in one go, so that no script holds up the server. */
const BATCH = 200;

/** A hash per lock. All keys lie on the slot of the namespace. */
export class RedisLocks implements LockStore {
  readonly #client: RedisClient;
  readonly #prefix: string;
  readonly #index: string;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
    this.#index = `${prefix}::locks`;
  }

  async acquire({ key, owner, ttl, slots = 1, holder = {} }: LockRequest): Promise<LockAnswer> {
    const keys = [this.#index, `${this.#prefix}::fences`, this.#lock(key)];
    const values = [key, owner, slots, Math.ceil(ttl), JSON.stringify(holder)];
    const answer = await ACQUIRE.run(this.#client, keys, values);
    const [granted, slotsHeld] = answer as [number, string[]];
    const holders = heldLocks(key, slotsHeld);
    const [lock] = holders;
    return granted === 1 && lock
      ? { granted: true, lock }
      : { granted: false, holders: holders.toSorted((a, b) => a.expires - b.expires) };
  }

  async renew(leases: readonly (LockLease & { ttl: number })[]): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const batch of batches(leases)) {
      const keys = [this.#index, ...batch.map(({ key }) => this.#lock(key))];
      const values = batch.flatMap(({ key, owner, fence, ttl }) => [
        key,
        owner,
        fence,
        Math.ceil(ttl),
      ]);
      const held = (await RENEW.run(this.#client, keys, values)) as number[];
      answers.push(...held.map((each) => each === 1));
    }
    return answers;
  }

  async release({ key, owner, fence }: Parameters<LockStore['release']>[0]): Promise<boolean> {
    const keys = [this.#index, this.#lock(key), `${this.#prefix}::limits`];
    return (await RELEASE.run(this.#client, keys, [key, owner, fence ?? ''])) === 1;
  }

  async list(key?: string): Promise<HeldLock[]> {
    const found = key === undefined ? await this.#client.zrange(this.#index, 0, -1) : [key];
    const locks: HeldLock[] = [];
    for (const batch of batches(found)) {
      const keys = [this.#index, ...batch.map((each) => this.#lock(each))];
      const slots = (await LIST.run(this.#client, keys, [])) as string[][];
      locks.push(...batch.flatMap((each, index) => heldLocks(each, slots[index] ?? [])));
    }
    return locks.toSorted((a, b) => a.since - b.since || a.fence - b.fence);
  }

  /** No queue's keys begin so: no queue has an empty name. */
  #lock(key: string): string {
    return `${this.#prefix}::lock:${key}`;
  }
}

/** From owner and slot in turn. */
export function heldLocks(key: string, ownersAndSlots: readonly string[]): HeldLock[] {
  const locks: HeldLock[] = [];
  for (let index = 0; index < ownersAndSlots.length; index += 2) {
    const [owner = '', slot = ''] = ownersAndSlots.slice(index, index + 2);
    const [, expires, fence, since, holder = '{}'] = /^(\d+):(\d+):(\d+):(.*)$/s.exec(slot) ?? [];
    locks.push({
      ...(JSON.parse(holder) as object),
      ...{ key, owner, fence: Number(fence), since: Number(since), expires: Number(expires) },
    });
  }
  return locks;
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += BATCH) yield items.slice(at, at + BATCH);
}
