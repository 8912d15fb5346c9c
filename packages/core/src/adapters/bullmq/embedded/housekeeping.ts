import type { Engine } from './engine';

const EVERY = 10_000;

/**
 * PGlite has neither autovacuum nor a checkpointer: without this the job table and the write-ahead
 * log grow for ever. About 25 ms each time. Never ANALYZE: with statistics the planner turns to
 * plans that halve the throughput.
 */
export class Housekeeping {
  #statements = 0;

  constructor(
    private readonly engine: Engine,
    private readonly schema: string,
    private readonly every = EVERY,
  ) {}

  /** To be called outside transactions, where VACUUM is not allowed. */
  async afterStatement(): Promise<void> {
    if (++this.#statements < this.every) return;
    this.#statements = 0;
    for (const task of [`VACUUM ${this.schema}.job`, `VACUUM ${this.schema}.event`, 'CHECKPOINT']) {
      // It is tried again after as many statements; the query that happened to be last is not to blame.
      await this.engine.query(task).catch(() => undefined);
    }
  }
}
