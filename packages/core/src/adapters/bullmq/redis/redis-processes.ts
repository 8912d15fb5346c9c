import type { ProcessCommand, ProcessDirectory, ProcessRecord } from '../../process-directory';
import { RedisScript } from './redis-script';
import type { RedisClient } from './redis-source';

/**
 * Replaces an entry, and keeps what COMMAND has left in it until ARGV[3] says that it was heard.
 * The index is written only when the entry was not there.
 */
const BEAT = new RedisScript(`
local before = redis.call('get', KEYS[1])
local command = before and string.match(before, ',"commanded":"(%a+)"}$')
local entry = ARGV[1]
if command == ARGV[3] then command = nil end
if command then entry = string.sub(entry, 1, -2) .. ',"commanded":"' .. command .. '"}' end
redis.call('set', KEYS[1], entry, 'PX', ARGV[2])
if not before then redis.call('sadd', KEYS[2], ARGV[4]) end
return command`);

/** Takes an id off the index, unless its process has announced itself again in the meantime. */
const FORGET = `
for i = 2, #KEYS do
  if redis.call('exists', KEYS[i]) == 0 then redis.call('srem', KEYS[1], ARGV[i - 1]) end
end`;

/**
 * Adds a field to an entry, unless it is gone. The text is not parsed, as Lua would write an empty list
 * as an object; of two fields of one name the last one counts.
 */
const COMMAND = `
local text = redis.call('get', KEYS[1])
if not text then return 0 end
if string.find(text, '"commanded":"stop"', 1, true) then return 1 end
redis.call('set', KEYS[1], string.sub(text, 1, -2) .. ',"commanded":"' .. ARGV[1] .. '"}', 'KEEPTTL')
return 1`;

/** One key per process, which expires with it, and a set of their ids. */
export class RedisProcesses implements ProcessDirectory {
  readonly #client: RedisClient;
  readonly #prefix: string;
  readonly #index: string;

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
    this.#index = `${prefix}:processes`;
  }

  /** One command: nothing can come in between. */
  async beat(
    record: ProcessRecord,
    ttl: number,
    heard?: ProcessCommand,
  ): Promise<ProcessCommand | undefined> {
    const keys = [this.#key(record.id), this.#index];
    const values = [JSON.stringify(record), ttl, heard ?? '', record.id];
    const command = (await BEAT.run(this.#client, keys, values)) as ProcessCommand | null;
    return command ?? undefined;
  }

  async command(id: string, command: ProcessCommand): Promise<boolean> {
    return (await this.#client.eval(COMMAND, 1, this.#key(id), command)) === 1;
  }

  async list(): Promise<readonly ProcessRecord[]> {
    const ids = await this.#client.smembers(this.#index);
    if (ids.length === 0) return [];
    const texts = await this.#client.mget(ids.map((id) => this.#key(id)));
    await this.#forget(ids.filter((_, index) => !texts[index]));
    return texts
      .flatMap((text) => (text ? [JSON.parse(text) as ProcessRecord] : []))
      .toSorted((a, b) => a.startedAt - b.startedAt);
  }

  async remove(id: string): Promise<void> {
    await this.#client.del(this.#key(id));
    await this.#client.srem(this.#index, id);
  }

  async #forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const keys = ids.map((id) => this.#key(id));
    await this.#client.eval(FORGET, keys.length + 1, this.#index, ...keys, ...ids);
  }

  /** No queue's keys begin so: what follows a queue's name is a colon, and no name holds one. */
  #key(id: string): string {
    return `${this.#prefix}:process@${id}`;
  }
}
