import type { HeldKey, LockTerms, Postponement, UniqueKeys } from '../unique/unique-keys';
import { RedisScript } from './redis-script';
import type { RedisClient } from './redis-source';
import { LOOK, POSTPONE, TAKE } from './unique-scripts';

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

  #run(script: RedisScript, { queue, key, owner }: HeldKey, values: number[]): Promise<unknown> {
    const base = `${this.#prefix}:${queue}:`;
    return script.run(this.#client, [`${base}de:${key}`], [owner, base, ...values]);
  }
}
