import type { PgPool } from 'bullmq';
import type { EntryRequest } from '../../entry';
import type { Comer, Passage, Slot, Turnstile } from '../limits/turnstile';
import { CREATE_LIMITS } from './limit-schema';
import { CREATE_LOCKS, lacksSchema } from './lock-schema';
import { heldLock } from './postgres-locks';

type Row = Readonly<Record<string, unknown>>;

const ENTER = `
  SELECT drover_enter_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)::text AS answer`;
const LEAVE = 'SELECT drover_leave_1($1, $2, $3, $4, $5)';
const EXISTS = "SELECT to_regclass('drover_line') IS NOT NULL AS exists";

const BLOCKED = 'SELECT id, key FROM drover_line WHERE queue = $1 AND id = ANY($2)';
const IN_LINE = 'SELECT DISTINCT key FROM drover_line';
const HEAL = 'SELECT drover_heal_1($1, $2)';
const SWEEP = 'DELETE FROM drover_start WHERE gone_at <= drover_now()';

/** BullMQ's error for a job that this worker has no more. */
const NOT_OURS = 'BM001';

/** One function to enter, one to leave. */
export class PostgresTurnstile implements Turnstile {
  readonly waitingKeys = [];
  readonly #pool: () => Pick<PgPool, 'query'>;
  readonly #entering = new Map<string, Promise<unknown>>();
  #exists = false;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#pool = pool;
  }

  /** Queries of one process overtake each other on their connections: of one key, they come in turn. */
  async enter(comer: Comer, request: EntryRequest): Promise<Passage> {
    const key = request.limit?.key ?? request.throttle?.key ?? '';
    const before = this.#entering.get(key);
    const entering = (before ?? Promise.resolve()).then(() => this.#enter(comer, request));
    const over = Promise.allSettled([entering]).finally(() => {
      if (this.#entering.get(key) === over) this.#entering.delete(key);
    });
    this.#entering.set(key, over);
    return entering;
  }

  async #enter(comer: Comer, request: EntryRequest): Promise<Passage> {
    const { queue, id, token, name, dueAt } = comer;
    const { limit, throttle } = request;
    const values = [
      ...[queue, id, token, name, Date.now(), dueAt],
      ...[limit?.key ?? null, limit?.slots ?? 0, Math.ceil(limit?.ttl ?? 0), limit?.waits ?? false],
      ...[throttle?.key ?? null, throttle?.starts ?? 0, Math.ceil(throttle?.per ?? 0)],
    ];
    try {
      const [row] = await this.#rows(ENTER, values);
      return toPassage(JSON.parse(String(row?.['answer'])) as Answer, `${queue}:${id}`, limit);
    } catch (error) {
      if ((error as { code?: unknown }).code !== NOT_OURS) throw error;
      return { kind: 'blocked', key: limit?.key ?? throttle?.key ?? '' };
    }
  }

  async leave({ key, owner, fence, slots, ttl }: Slot): Promise<void> {
    await this.#rows(LEAVE, [key, slots, Math.ceil(ttl), owner, fence]);
  }

  async blockedBy(queue: string, ids: readonly string[]): Promise<readonly (string | null)[]> {
    if (!(await this.#hasLines())) return ids.map(() => null);
    const rows = await this.#query(BLOCKED, [queue, ids]);
    const keys = new Map(rows.map(({ id, key }) => [id, String(key)]));
    return ids.map((id) => keys.get(id) ?? null);
  }

  async heal(): Promise<void> {
    if (!(await this.#hasLines())) return;
    for (const { key } of await this.#query(IN_LINE)) await this.#query(HEAL, [key, Date.now()]);
    await this.#query(SWEEP);
  }

  /** Whether any job ever waited. */
  async #hasLines(): Promise<boolean> {
    return (this.#exists ||= (await this.#query(EXISTS))[0]?.['exists'] === true);
  }

  async #rows(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return await this.#query(text, values);
    } catch (error) {
      if (!lacksSchema(error)) throw error;
      await this.#query(CREATE_LOCKS);
      await this.#query(CREATE_LIMITS);
      return this.#query(text, values);
    }
  }

  async #query(text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#pool().query(text, values);
    return rows as Row[];
  }
}

interface Answer {
  readonly kind: Passage['kind'];
  readonly key: string;
  readonly wait?: number | null;
  readonly fence?: number;
  readonly holders?: Row[];
}

function toPassage(answer: Answer, owner: string, limit: EntryRequest['limit']): Passage {
  const { kind, key, fence, holders } = answer;
  const wait = answer.wait ?? undefined;
  if (kind === 'refused') return { kind, key, holders: (holders ?? []).map(heldLock) };
  if (kind === 'blocked') return { kind, key, ...(wait !== undefined && { wait }) };
  if (!limit) return { kind };
  const { slots, ttl } = limit;
  return { kind, slot: { key: limit.key, owner, fence: Number(fence), slots, ttl } };
}
