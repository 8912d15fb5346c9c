import type { PgPool } from 'bullmq';
import type { HeldLock, LockAnswer, LockLease, LockRequest, LockStore } from '../../lock-store';
import { CREATE_LOCKS, lacksSchema } from './lock-schema';

type Row = Readonly<Record<string, unknown>>;

const ACQUIRE = 'SELECT granted, (held).* FROM drover_acquire_1($1, $2, $3, $4, $5)';

const RENEW = `
  UPDATE drover_lock l SET expires = drover_now() + given.ttl
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
         WITH ORDINALITY AS given (key, owner, fence, ttl, place)
   WHERE l.key = given.key AND l.owner = given.owner AND l.fence = given.fence
     AND l.expires > drover_now()
  RETURNING given.place`;

const RELEASE = `
  DELETE FROM drover_lock WHERE key = $1 AND owner = $2 AND ($3::bigint IS NULL OR fence = $3)
  RETURNING expires > drover_now() AS held`;

const LIST = `
  SELECT * FROM drover_lock
   WHERE expires > drover_now() AND ($1::text IS NULL OR key = $1) ORDER BY since, fence`;

/** What nobody asks for any more, such as the locks of a process that was killed. */
const SWEEP = 'DELETE FROM drover_lock WHERE expires <= drover_now()';

/** A row per slot, by the clock of the server. */
export class PostgresLocks implements LockStore {
  readonly #pool: () => Pick<PgPool, 'query'>;

  constructor(pool: () => Pick<PgPool, 'query'>) {
    this.#pool = pool;
  }

  async acquire({ key, owner, ttl, slots = 1, holder = {} }: LockRequest): Promise<LockAnswer> {
    const values = [key, owner, slots, Math.ceil(ttl), JSON.stringify(holder)];
    const rows = await this.#rows(ACQUIRE, values);
    const holders = rows.map(heldLock);
    const [lock] = holders;
    return rows[0]?.['granted'] === true && lock
      ? { granted: true, lock }
      : { granted: false, holders };
  }

  async renew(leases: readonly (LockLease & { ttl: number })[]): Promise<boolean[]> {
    const columns = [
      leases.map(({ key }) => key),
      leases.map(({ owner }) => owner),
      leases.map(({ fence }) => fence),
      leases.map(({ ttl }) => Math.ceil(ttl)),
    ];
    const rows = await this.#rows(RENEW, columns);
    const held = new Set(rows.map(({ place }) => Number(place)));
    return leases.map((_, index) => held.has(index + 1));
  }

  async release({ key, owner, fence }: Parameters<LockStore['release']>[0]): Promise<boolean> {
    const [row] = await this.#rows(RELEASE, [key, owner, fence ?? null]);
    return row?.['held'] === true;
  }

  async list(key?: string): Promise<HeldLock[]> {
    const rows = await this.#rows(LIST, [key ?? null]);
    if (key === undefined) await this.#rows(SWEEP);
    return rows.map(heldLock);
  }

  async #rows(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return await this.#query(text, values);
    } catch (error) {
      if (!lacksSchema(error)) throw error;
      await this.#query(CREATE_LOCKS);
      return this.#query(text, values);
    }
  }

  async #query(text: string, values: unknown[] = []): Promise<Row[]> {
    const { rows } = await this.#pool().query(text, values);
    return rows as Row[];
  }
}

export function heldLock({ key, owner, fence, since, expires, holder }: Row): HeldLock {
  return {
    ...(JSON.parse(String(holder)) as object),
    key: String(key),
    owner: String(owner),
    fence: Number(fence),
    since: Number(since),
    expires: Number(expires),
  };
}
