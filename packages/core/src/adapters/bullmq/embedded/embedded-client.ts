import { EventEmitter } from 'node:events';
import type { QueryResult } from './engine';
import { toQuery, type QueryText } from './query-text';
import type { Connection } from './session-queue';

/** What a client needs from its pool. */
export interface ClientHost {
  run(connection: Connection, text: string, values?: readonly unknown[]): Promise<QueryResult>;
  release(client: EmbeddedClient): void;
}

const LISTEN = /^\s*(?:--[^\n]*\n\s*)*(UN)?LISTEN\s+(?:"([^"]+)"|(\w+|\*))/i;
const NAMING = "set_config('application_name'";

/**
 * Looks like a client of `pg`. What PostgreSQL keeps for each connection (channels, application
 * name, search path) is kept here, because all clients share one session.
 */
export class EmbeddedClient extends EventEmitter implements Connection {
  released = false;
  declare searchPath?: string;
  applicationName = '';
  readonly #channels = new Set<string>();

  constructor(private readonly host: ClientHost) {
    super();
    this.setMaxListeners(0);
  }

  async query(query: QueryText, parameters?: readonly unknown[]): Promise<QueryResult> {
    const { text, values } = toQuery(query, parameters);
    if (text.includes(NAMING)) return this.#name(values?.[0] as string);
    const subscription = LISTEN.exec(text);
    if (subscription?.[1]) return this.#unlisten(channelIn(subscription));
    const result = await this.host.run(this, text, values);
    if (subscription) this.#channels.add(channelIn(subscription));
    return result;
  }

  /** Idempotent. Whether the client is to be destroyed makes no difference: none is used twice. */
  release(_destroy?: boolean | Error): void {
    if (!this.released) this.host.release(this);
  }

  hear(channel: string, payload: string): void {
    if (this.#channels.has(channel)) this.emit('notification', { channel, payload, processId: 0 });
  }

  #name(name: string): QueryResult {
    this.applicationName = name;
    return { rows: [{ set_config: name }], rowCount: 1, fields: [] };
  }

  #unlisten(channel: string): QueryResult {
    if (channel === '*') this.#channels.clear();
    else this.#channels.delete(channel);
    return { rows: [], rowCount: 0, fields: [] };
  }
}

/** PostgreSQL folds a name to lower case unless it is quoted. */
function channelIn([, , quoted, plain]: RegExpExecArray): string {
  return quoted ?? (plain ?? '').toLowerCase();
}
