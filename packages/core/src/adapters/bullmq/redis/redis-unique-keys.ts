import {
  GRACE,
  type HeldKey,
  type ListedKey,
  type LockTerms,
  type Postponement,
  type UniqueKeys,
} from '../unique/unique-keys';
import { RedisScript } from './redis-script';
import type { RedisClient } from './redis-source';
import { AGE, FREE, FREE_ACROSS, LOOK, POSTPONE, TAKE, TAKE_ACROSS } from './unique-scripts';

/** BullMQ's deduplication keys on Redis: one per lock, which holds the id of its owner. */
export class RedisUniqueKeys implements UniqueKeys {
  readonly #client: RedisClient;
  readonly #prefix: string;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  async look(held: HeldKey, now: number): Promise<LockTerms | undefined> {
    const terms = await this.#run(LOOK, held, [now]);
    return typeof terms === 'string' ? (JSON.parse(terms) as LockTerms) : undefined;
  }

  async take(wanted: HeldKey): Promise<string> {
    return String(await this.#run(TAKE, wanted, []));
  }

  async postpone(held: HeldKey, { now, dueAt, expiresAt = 0 }: Postponement): Promise<boolean> {
    return (await this.#run(POSTPONE, held, [now, dueAt, expiresAt])) === 1;
  }

  async takeAcross({ queue, key, owner }: HeldKey, now: number, ttl = 0): Promise<string> {
    const values = [owner, `${this.#prefix}:${queue}:`, now, ttl, GRACE];
    return String(await TAKE_ACROSS.run(this.#client, [this.#across(key)], values));
  }

  async freeAcross({ key, owner }: HeldKey): Promise<void> {
    await FREE_ACROSS.run(this.#client, [this.#across(key)], [owner]);
  }

  /** A walk over all keys of the server, in small steps: for whoever looks, and for no job. */
  async list(now: number): Promise<ListedKey[]> {
    const listed: ListedKey[] = [];
    for await (const held of this.#scan()) {
      const [terms, age] = await Promise.all([this.look(held, now), this.#run(AGE, held, [])]);
      const [since, left] = age as [string | null, number];
      if (!terms) continue;
      const expiresAt = left >= 0 ? now + left : terms.expiresAt;
      listed.push({ ...held, since: since === null ? undefined : Number(since), expiresAt });
    }
    return listed;
  }

  async free(held: HeldKey): Promise<boolean> {
    return (await this.#run(FREE, held, [])) === 1;
  }

  async *#scan(): AsyncGenerator<HeldKey> {
    const nodes = 'nodes' in this.#client ? this.#client.nodes('master') : [this.#client];
    for (const node of nodes) {
      const keys = node.scanStream({ match: `${this.#prefix}:*:de:*`, count: 1000 });
      for await (const batch of keys as AsyncIterable<string[]>) {
        for (const name of batch) {
          const owner = await this.#client.get(name);
          const [queue = '', ...rest] = name.slice(this.#prefix.length + 1).split(':de:');
          if (owner !== null) yield { queue, key: rest.join(':de:'), owner };
        }
      }
    }
  }

  /** No queue's keys begin so: no queue has an empty name. */
  #across(key: string): string {
    return `${this.#prefix}::unique:${key}`;
  }

  #run(script: RedisScript, { queue, key, owner }: HeldKey, values: number[]): Promise<unknown> {
    const base = `${this.#prefix}:${queue}:`;
    return script.run(this.#client, [`${base}de:${key}`], [owner, base, ...values]);
  }
}
