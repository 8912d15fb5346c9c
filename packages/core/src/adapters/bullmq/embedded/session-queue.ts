import { setImmediate as nextMacrotask } from 'node:timers/promises';
import type { Engine, QueryResult } from './engine';
import type { Housekeeping } from './housekeeping';

/** Who asks: a client, or a single query on the pool. */
export interface Connection {
  /** Nobody can end its transaction any more. */
  released: boolean;
  /** Its own search path, when it set one. */
  searchPath?: string;
}

interface Request {
  readonly connection: Connection;
  readonly text: string;
  readonly values: readonly unknown[] | undefined;
  readonly resolve: (result: QueryResult) => void;
  readonly reject: (error: unknown) => void;
}

const SEARCH_PATH = /^\s*SET\s+(?:SESSION\s+)?search_path\s*(?:TO|=)\s*([^;]+)/i;

/**
 * Lets every connection use the only session there is, one query at a time, first come first
 * served; a connection with an open transaction owns the session until it ends.
 */
export class SessionQueue {
  readonly #waiting: Request[] = [];
  #owner: Connection | undefined;
  #busy = false;
  #drained = Promise.resolve();
  #closed = false;
  #searchPath: string | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly searchPath: string,
    private readonly housekeeping: Housekeeping,
  ) {}

  run(connection: Connection, text: string, values?: readonly unknown[]): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ connection, text, values, resolve, reject });
      void this.#wake();
    });
  }

  /** Its queries that wait still run; a transaction it leaves open is rolled back. */
  release(connection: Connection): void {
    connection.released = true;
    void this.#wake();
  }

  /** Resolves when every query that waits has run. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#wake();
  }

  #wake(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      this.#drained = this.#drain();
    }
    return this.#drained;
  }

  async #drain(): Promise<void> {
    for (;;) {
      if (this.#isAbandoned()) await this.#rollBack();
      const request = this.#next();
      if (!request) break;
      await this.#perform(request);
      // A macrotask between queries is vital. Without it BullMQ's fetch loop, which spins while
      // global concurrency is reached, is made of microtasks only and starves every timer and
      // socket for ever; and a NOTIFY arrives before its reader has re-armed its listener.
      await nextMacrotask();
      if (!this.#owner) await this.housekeeping.afterStatement();
    }
    this.#busy = false;
  }

  #next(): Request | undefined {
    if (!this.#owner) return this.#waiting.shift();
    const index = this.#waiting.findIndex(({ connection }) => connection === this.#owner);
    return index < 0 ? undefined : this.#waiting.splice(index, 1)[0];
  }

  async #perform({ connection, text, values, resolve, reject }: Request): Promise<void> {
    try {
      await this.#useSearchPathOf(connection);
      const result = await this.engine.query(text, values);
      this.#noteSearchPath(connection, text);
      resolve(result);
    } catch (error) {
      reject(error);
    }
    this.#passOn(connection);
  }

  async #useSearchPathOf(connection: Connection): Promise<void> {
    const wanted = connection.searchPath ?? this.searchPath;
    if (wanted === this.#searchPath || this.engine.inTransaction) return;
    await this.engine.query(`SET search_path TO ${wanted}`);
    this.#searchPath = wanted;
  }

  #noteSearchPath(connection: Connection, text: string): void {
    const path = SEARCH_PATH.exec(text)?.[1];
    if (path !== undefined) this.#searchPath = connection.searchPath = path;
  }

  #passOn(connection: Connection): void {
    const owner = this.engine.inTransaction ? connection : undefined;
    // A rollback takes back a search path set inside the transaction.
    if (this.#owner && !owner) this.#searchPath = undefined;
    this.#owner = owner;
  }

  #isAbandoned(): boolean {
    if (!this.#owner || (!this.#owner.released && !this.#closed)) return false;
    return !this.#waiting.some(({ connection }) => connection === this.#owner);
  }

  async #rollBack(): Promise<void> {
    await this.engine.query('ROLLBACK').catch(() => undefined);
    this.#owner = this.#searchPath = undefined;
  }
}
