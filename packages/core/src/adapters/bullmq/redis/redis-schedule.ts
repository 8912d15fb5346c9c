import type {
  ClaimAnswer,
  DeclaredEntry,
  EntryRun,
  EntryStatus,
  InstallReport,
  ScheduleHead,
  ScheduleStore,
  StoredEntry,
  TickClaim,
} from '../../schedule-store';
import type { RedisClient } from './redis-source';
import * as scripts from './schedule-scripts';

/** A hash per entry, a set of their names, and a hash with the version of it all. */
export class RedisSchedule implements ScheduleStore {
  readonly #client: RedisClient;
  readonly #keys: readonly [head: string, names: string, entry: string];

  constructor(client: RedisClient, prefix: string) {
    this.#client = client;
    // No queue's keys begin so: what follows a queue's name is a colon, and no name holds one.
    this.#keys = [
      `${prefix}:schedule@head`,
      `${prefix}:schedule@names`,
      `${prefix}:schedule@entry@`,
    ];
  }

  async head(): Promise<ScheduleHead> {
    const [version, fingerprint] = await this.#client.hmget(
      this.#keys[0],
      'version',
      'fingerprint',
    );
    return { version: version ?? '0', ...(fingerprint && { fingerprint }) };
  }

  async entries(): Promise<readonly StoredEntry[]> {
    const hashes = (await this.#run(scripts.LIST)) as string[][];
    return hashes.map(toEntry).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async install(
    declared: readonly DeclaredEntry[],
    { fingerprint, now }: { fingerprint: string; now: number },
  ): Promise<InstallReport> {
    const parts = declared.flatMap((entry) => [...fieldsOf(entry), entry.status ?? '']);
    const reply = await this.#run(scripts.INSTALL, fingerprint, now, ...parts);
    const [added, changed, removed] = reply as [string[], string[], string[]];
    return { added, changed, removed };
  }

  async put(entry: DeclaredEntry, how: 'add' | 'change', now: number): Promise<boolean> {
    return (await this.#run(scripts.PUT, how, now, ...fieldsOf(entry))) === 1;
  }

  async remove(name: string): Promise<boolean> {
    return (await this.#run(scripts.REMOVE, idOf(name))) === 1;
  }

  async setStatus(name: string, status: EntryStatus, now: number): Promise<boolean> {
    return (await this.#run(scripts.SET_STATUS, idOf(name), status, now)) === 1;
  }

  async claim({ name, revision, tick, now, patience }: TickClaim): Promise<ClaimAnswer> {
    const reply = await this.#run(scripts.CLAIM, idOf(name), revision, tick, now, patience);
    return reply as ClaimAnswer;
  }

  async settle(name: string, run: EntryRun): Promise<void> {
    await this.#run(scripts.SETTLE, idOf(name), run.tick, JSON.stringify(run));
  }

  /** The keys of the entries are built in the scripts: all lie on one slot. */
  #run(script: string, ...args: (string | number)[]): Promise<unknown> {
    return this.#client.eval(script, this.#keys.length, ...this.#keys, ...args);
  }
}

/** The part of a key that stands for the name, which may hold anything. */
function idOf(name: string): string {
  return encodeURIComponent(name);
}

function fieldsOf({ name, revision, definition, source }: DeclaredEntry): string[] {
  return [idOf(name), name, revision, JSON.stringify(definition), source];
}

function toEntry(flat: readonly string[]): StoredEntry {
  const fields = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2)
    fields.set(flat[index] ?? '', flat[index + 1] ?? '');
  const text = (field: string) => fields.get(field) ?? '';
  const open = [...fields].flatMap(([field, at]) =>
    field.startsWith('open:')
      ? [{ tick: Number(field.slice('open:'.length)), at: Number(at) }]
      : [],
  );
  return {
    name: text('name'),
    revision: text('revision'),
    definition: JSON.parse(text('definition')) as StoredEntry['definition'],
    source: text('source') as StoredEntry['source'],
    status: text('status') as EntryStatus,
    since: Number(text('since')),
    ...(text('declared') && { declaredStatus: text('declared') as EntryStatus }),
    open: open.toSorted((a, b) => a.tick - b.tick),
    ...(fields.has('tick') && { lastTick: Number(text('tick')) }),
    ...(fields.has('run') && { lastRun: JSON.parse(text('run')) as EntryRun }),
  };
}
