import { EventEmitter } from 'node:events';
import { StoreError } from '../../store-error';
import { EmbeddedClient } from './embedded-client';
import type { Engine, QueryResult } from './engine';
import { toQuery, type QueryText } from './query-text';
import type { Connection, SessionQueue } from './session-queue';

const CLIENT_LIST = /pg_stat_activity[^]*application_name <> ''/;

/**
 * Looks like a `pg.Pool` to BullMQ, which goes by the shape: connect, query, end, on, options.
 * Any number of clients, one session.
 */
export class EmbeddedPool extends EventEmitter {
  /** A LISTEN inside the process cannot drop silently, so BullMQ may block for as long as it likes. */
  readonly options = { keepAlive: true };
  readonly #clients = new Set<EmbeddedClient>();
  #ended = false;

  constructor(
    engine: Engine,
    private readonly session: SessionQueue,
  ) {
    super();
    // BullMQ adds an 'error' listener for each Queue and Worker and never takes it back.
    this.setMaxListeners(0);
    engine.onNotification((channel, payload) => this.#announce(channel, payload));
  }

  async connect(): Promise<EmbeddedClient> {
    this.#refuseWhenEnded();
    const client = new EmbeddedClient(this);
    this.#clients.add(client);
    return client;
  }

  /** A transaction begun here is rolled back at once: only a client can own one. */
  async query(query: QueryText, parameters?: readonly unknown[]): Promise<QueryResult> {
    const { text, values } = toQuery(query, parameters);
    if (CLIENT_LIST.test(text)) return this.#clientList();
    return this.run({ released: true }, text, values);
  }

  /** Refuses what comes, waits for what is under way. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.session.close();
    this.#clients.clear();
  }

  async run(
    connection: Connection,
    text: string,
    values?: readonly unknown[],
  ): Promise<QueryResult> {
    this.#refuseWhenEnded();
    return this.session.run(connection, text, values);
  }

  release(client: EmbeddedClient): void {
    this.#clients.delete(client);
    this.session.release(client);
  }

  #announce(channel: string, payload: string): void {
    for (const client of [...this.#clients]) client.hear(channel, payload);
  }

  #clientList(): QueryResult {
    const names = [...this.#clients].map((client) => client.applicationName).filter(Boolean);
    return {
      rows: names.map((name) => ({ application_name: name })),
      rowCount: names.length,
      fields: [],
    };
  }

  #refuseWhenEnded(): void {
    if (!this.#ended) return;
    // BullMQ forgives stragglers of a closing Queue or Worker by the words after the colon.
    throw new StoreError(
      'DROVER_STORE_UNREACHABLE',
      'The embedded store was closed before this query came. Close it last, or open it again: ' +
        'cannot use a pool after calling end on the pool.',
    );
  }
}
