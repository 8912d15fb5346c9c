import type { PgPool, PostgresConnection } from 'bullmq';
import type { Pool } from 'pg';
import { openEmbedded, type EmbeddedStore } from '../embedded/open-embedded';
import { letEnlist } from './enlist';
import { givenPool } from './given-pool';
import type { PostgresDatabase } from './postgres-database';

/** A PostgreSQL inside this process. */
export class EmbeddedDatabase implements PostgresDatabase {
  readonly #dataDir: string | undefined;
  readonly schema: string;
  #store: EmbeddedStore | undefined;

  constructor(dataDir: string | undefined, schema: string) {
    this.#dataDir = dataDir;
    this.schema = schema;
  }

  async prepare(): Promise<void> {
    if (this.#store) return;
    this.#store = await openEmbedded({
      schema: this.schema,
      ...(this.#dataDir !== undefined && { dataDir: this.#dataDir }),
    });
    letEnlist(this.#store.pool as unknown as Pool, this.schema);
  }

  producerConnection(): PostgresConnection {
    return this.#connect();
  }

  workerConnection(): PostgresConnection {
    return this.#connect();
  }

  async close(): Promise<void> {
    await this.#store?.close();
  }

  #connect(): PostgresConnection {
    if (!this.#store) throw new Error('The embedded store was not prepared.');
    return givenPool(this.#store.pool as unknown as PgPool, this.schema);
  }
}
