import type { PgPool } from 'bullmq';

type Row = Record<string, unknown>;

const UNDEFINED_TABLE = '42P01';
/** `IF NOT EXISTS` looks before it leaps: of two at once, one meets the other's table or its type. */
const MADE_MEANWHILE: readonly unknown[] = ['42P07', '23505'];

/** A table of Drover's own beside BullMQ's, made when the first row is written. */
export class OwnTable {
  readonly #pool: () => Pick<PgPool, 'query'>;
  readonly #create: string;

  /** @param create - `CREATE TABLE IF NOT EXISTS …` */
  constructor(pool: () => Pick<PgPool, 'query'>, create: string) {
    this.#pool = pool;
    this.#create = create;
  }

  async write(text: string, values: unknown[]): Promise<Row[]> {
    try {
      return await this.#query(text, values);
    } catch (error) {
      if (codeOf(error) !== UNDEFINED_TABLE) throw error;
      await this.#make();
      return this.#query(text, values);
    }
  }

  /** None while there is no table. */
  async rows(text: string, values: unknown[] = []): Promise<Row[]> {
    try {
      return await this.#query(text, values);
    } catch (error) {
      if (codeOf(error) === UNDEFINED_TABLE) return [];
      throw error;
    }
  }

  async #query(text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.#pool().query(text, values);
    return rows as Row[];
  }

  async #make(): Promise<void> {
    try {
      await this.#pool().query(this.#create);
    } catch (error) {
      if (!MADE_MEANWHILE.includes(codeOf(error))) throw error;
    }
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
