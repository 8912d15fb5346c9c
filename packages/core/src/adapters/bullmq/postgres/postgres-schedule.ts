import type { PgPool } from 'bullmq';
import { planInstall, redeclare } from '../../plan-install';
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
import { CREATE_SCHEDULE } from './schedule-schema';

type Row = Readonly<Record<string, unknown>>;
type Query = (text: string, values?: unknown[]) => Promise<Row[]>;

const LIST = 'SELECT * FROM drover_schedule';

/** Whoever changes an entry has the head's row first: one process at a time does. */
const LOCK = 'SELECT 1 FROM drover_schedule_head FOR UPDATE';
const NEW_VERSION = 'UPDATE drover_schedule_head SET version = version + 1';
const FINGERPRINT = 'UPDATE drover_schedule_head SET fingerprint = $1';

const WRITE = `
  INSERT INTO drover_schedule VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb)
  ON CONFLICT (name) DO UPDATE SET
    revision = excluded.revision, definition = excluded.definition, source = excluded.source,
    declared = excluded.declared, status = excluded.status, since = excluded.since, open = excluded.open`;

const REMOVE = 'DELETE FROM drover_schedule WHERE name = $1 RETURNING true AS changed';
const REMOVE_ALL = 'DELETE FROM drover_schedule WHERE name = ANY($1::text[])';

const SET_STATUS = `
  UPDATE drover_schedule AS entry
     SET status = $2, since = CASE WHEN before.status = $2 THEN since ELSE $3::bigint END
    FROM (SELECT status FROM drover_schedule WHERE name = $1 FOR UPDATE) AS before
   WHERE name = $1 RETURNING before.status <> $2 AS changed`;

/** A row is changed by one transaction at a time, which looks at it again once the other is done. */
const CLAIM = `
  UPDATE drover_schedule
     SET tick = greatest(tick, $3::bigint), open = open || jsonb_build_object($3::text, $4::bigint)
   WHERE name = $1 AND revision = $2 AND status = 'enabled' AND since < $3::bigint
     AND (coalesce(tick, -1) < $3::bigint OR (open ->> $3::text)::bigint <= $4::bigint - $5::bigint)
  RETURNING name`;

const ANSWER = `
  SELECT CASE WHEN revision <> $2 OR status <> 'enabled' OR since >= $3::bigint THEN 'stale'
              WHEN open ? $3::text THEN 'open' ELSE 'taken' END AS answer
    FROM drover_schedule WHERE name = $1`;

const SETTLE = 'UPDATE drover_schedule SET open = open - $2::text, run = $3 WHERE name = $1';

const UNDEFINED_TABLE = '42P01';

/** A row per entry, and one with the version of them all. */
export class PostgresSchedule implements ScheduleStore {
  readonly #pool: () => Pick<PgPool, 'query' | 'connect'>;

  constructor(pool: () => Pick<PgPool, 'query' | 'connect'>) {
    this.#pool = pool;
  }

  async head(): Promise<ScheduleHead> {
    const [row = {}] = await this.#rows('SELECT version, fingerprint FROM drover_schedule_head');
    const { version, fingerprint } = row;
    return {
      version: String(version),
      ...(typeof fingerprint === 'string' && { fingerprint }),
    };
  }

  async entries(): Promise<readonly StoredEntry[]> {
    return toEntries(await this.#rows(LIST));
  }

  async install(
    declared: readonly DeclaredEntry[],
    { fingerprint, now }: { fingerprint: string; now: number },
  ): Promise<InstallReport> {
    return this.#change(async (query) => {
      await query(FINGERPRINT, [fingerprint]);
      const { entries, report } = planInstall(toEntries(await query(LIST)), declared, now);
      await query(REMOVE_ALL, [report.removed]);
      for (const entry of entries) await query(WRITE, valuesOf(entry));
      const { added, changed, removed } = report;
      return { value: report, changed: added.length + changed.length + removed.length > 0 };
    });
  }

  async put(entry: DeclaredEntry, how: 'add' | 'change', now: number): Promise<boolean> {
    return this.#change(async (query) => {
      const before = toEntries(await query(LIST)).find(({ name }) => name === entry.name);
      const fits = how === 'add' ? !before : before?.source === 'code';
      if (fits) await query(WRITE, valuesOf(redeclare(before, entry, now)));
      return { value: fits, changed: fits };
    });
  }

  async remove(name: string): Promise<boolean> {
    return this.#changeRow(REMOVE, [name]);
  }

  async setStatus(name: string, status: EntryStatus, now: number): Promise<boolean> {
    return this.#changeRow(SET_STATUS, [name, status, now]);
  }

  async claim({ name, revision, tick, now, patience }: TickClaim): Promise<ClaimAnswer> {
    const granted = await this.#rows(CLAIM, [name, revision, tick, now, patience]);
    if (granted.length > 0) return 'granted';
    const [row] = await this.#rows(ANSWER, [name, revision, tick]);
    return (row?.['answer'] as ClaimAnswer | undefined) ?? 'stale';
  }

  async settle(name: string, run: EntryRun): Promise<void> {
    await this.#rows(SETTLE, [name, run.tick, JSON.stringify(run)]);
  }

  #changeRow(text: string, values: unknown[]): Promise<boolean> {
    return this.#change(async (query) => {
      const [row] = await query(text, values);
      return { value: row !== undefined, changed: row?.['changed'] === true };
    });
  }

  /** All of it or nothing. */
  async #change<T>(body: (query: Query) => Promise<{ value: T; changed: boolean }>): Promise<T> {
    await this.#rows('SELECT 1 FROM drover_schedule_head');
    const client = await this.#pool().connect();
    const query: Query = async (text, values) => (await client.query(text, values)).rows as Row[];
    try {
      await query('BEGIN');
      await query(LOCK);
      const { value, changed } = await body(query);
      if (changed) await query(NEW_VERSION);
      await query('COMMIT');
      return value;
    } catch (error) {
      await query('ROLLBACK').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  async #rows(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return await this.#query(text, values);
    } catch (error) {
      if ((error as { code?: unknown }).code !== UNDEFINED_TABLE) throw error;
      await this.#query(CREATE_SCHEDULE);
      return this.#query(text, values);
    }
  }

  async #query(text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#pool().query(text, values);
    return rows as Row[];
  }
}

function valuesOf(entry: StoredEntry): unknown[] {
  const { name, revision, definition, source, declaredStatus, status, since } = entry;
  const open = Object.fromEntries(entry.open.map(({ tick, at }) => [tick, at]));
  return [
    ...[name, revision, JSON.stringify(definition), source, declaredStatus ?? null, status, since],
    entry.lastTick ?? null,
    entry.lastRun ? JSON.stringify(entry.lastRun) : null,
    JSON.stringify(open),
  ];
}

function toEntries(rows: readonly Row[]): StoredEntry[] {
  return rows.map(toEntry).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function toEntry(row: Row): StoredEntry {
  const { declared, tick, run } = row;
  const open = Object.entries(row['open'] as Record<string, number>);
  return {
    name: String(row['name']),
    revision: String(row['revision']),
    definition: JSON.parse(String(row['definition'])) as StoredEntry['definition'],
    source: row['source'] as StoredEntry['source'],
    status: row['status'] as EntryStatus,
    since: Number(row['since']),
    open: open
      .map(([time, at]) => ({ tick: Number(time), at }))
      .toSorted((a, b) => a.tick - b.tick),
    ...(typeof declared === 'string' && { declaredStatus: declared as EntryStatus }),
    ...(tick !== null && { lastTick: Number(tick) }),
    ...(typeof run === 'string' && { lastRun: JSON.parse(run) as EntryRun }),
  };
}
