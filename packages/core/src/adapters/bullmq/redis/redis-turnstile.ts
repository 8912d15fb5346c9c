import type { EntryRequest } from '../../entry';
import type { Comer, Passage, Slot, Turnstile } from '../limits/turnstile';
import { BLOCKED, ENTER, HEAL, LEAVE } from './limit-scripts';
import { heldLocks } from './redis-locks';
import type { RedisClient } from './redis-source';

/** Limits looked at in one go, so that no script holds up the server. */
const BATCH = 50;

/** One script to enter, one to leave. */
export class RedisTurnstile implements Turnstile {
  readonly #client: RedisClient;
  readonly #prefix: string;
  readonly #shared: readonly string[];

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
    this.#shared = ['locks', 'fences', 'limits', 'limit-rules'].map((name) => this.#key(name));
  }

  get waitingKeys(): readonly string[] {
    return [this.#key('limits')];
  }

  async enter(comer: Comer, { limit, throttle }: EntryRequest): Promise<Passage> {
    const { queue, id, token, name, dueAt } = comer;
    const keys = [
      ...this.#keysOf(limit?.key ?? ''),
      ...['starts', 'turns', 'line'].map((kind) => this.#key(`${kind}:${throttle?.key ?? ''}`)),
    ];
    const answer = await ENTER.run(this.#client, keys, [
      ...[this.#prefix, queue, id, token, name, Date.now(), dueAt],
      ...[limit?.key ?? '', limit?.slots ?? 0, Math.ceil(limit?.ttl ?? 0), limit?.waits ? 1 : 0],
      ...[throttle?.key ?? '', throttle?.starts ?? 0, Math.ceil(throttle?.per ?? 0)],
    ]);
    return toPassage(answer as Answer, `${queue}:${id}`, limit);
  }

  async leave({ key, owner, fence, slots, ttl }: Slot): Promise<void> {
    const values = [this.#prefix, key, slots, Math.ceil(ttl), owner, fence];
    await LEAVE.run(this.#client, this.#keysOf(key), values);
  }

  async blockedBy(queue: string, ids: readonly string[]): Promise<readonly (string | null)[]> {
    const jobs = ids.map((id) => `${this.#prefix}:${queue}:${id}`);
    const members = ids.map((id) => `${queue}:${id}`);
    const found = await BLOCKED.run(this.#client, jobs, [this.#prefix, ...members]);
    return (found as string[]).map((key) => key || null);
  }

  async heal(): Promise<void> {
    const round = () => HEAL.run(this.#client, this.#shared, [this.#prefix, BATCH, Date.now()]);
    while ((await round()) === BATCH);
  }

  #keysOf(limitKey: string): string[] {
    return [...this.#shared, this.#key(`lock:${limitKey}`), this.#key(`line:${limitKey}`)];
  }

  /** No queue's keys begin so: no queue has an empty name. */
  #key(name: string): string {
    return `${this.#prefix}::${name}`;
  }
}

type Answer =
  | readonly ['entered', slot: string]
  | readonly ['blocked', key: string, wait?: number]
  | readonly ['refused', key: string, ownersAndSlots: string[]];

function toPassage(answer: Answer, owner: string, limit: EntryRequest['limit']): Passage {
  const [kind, text] = answer;
  if (kind === 'refused') return { kind, key: text, holders: heldLocks(text, answer[2]) };
  if (kind === 'blocked')
    return { kind, key: text, ...(answer[2] !== undefined && { wait: answer[2] }) };
  if (!limit) return { kind };
  const { key, slots, ttl } = limit;
  const fence = Number(text.split(':')[1]);
  return { kind, slot: { key, owner, fence, slots, ttl } };
}
