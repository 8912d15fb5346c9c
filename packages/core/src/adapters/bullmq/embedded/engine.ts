import type { messages } from '@electric-sql/pglite';
import { encodeParameters } from './encode-parameters';
import type { Database, Pglite } from './load-pglite';
import { QueryError, rewrap } from './query-error';

export interface QueryResult {
  readonly rows: Record<string, unknown>[];
  readonly rowCount: number;
  readonly fields: readonly Column[];
}

interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

interface Statement {
  readonly name: string;
  readonly columns: readonly Column[];
}

/**
 * Speaks PostgreSQL's wire protocol with PGlite: one entry into WebAssembly for each query, each
 * text parsed once. `PGlite.query` enters six times, and parses every time.
 *
 * One session: the caller sees to it that queries come one after another.
 */
export class Engine {
  inTransaction = false;
  readonly #statements = new Map<string, Statement>();
  #prepared = 0;

  constructor(
    private readonly pglite: Pglite,
    private readonly database: Database,
  ) {}

  onNotification(listener: (channel: string, payload: string) => void): void {
    this.database.onNotification(listener);
  }

  /** Without values the simple protocol is used, which takes several statements in one text. */
  async query(text: string, values: readonly unknown[] = []): Promise<QueryResult> {
    return values.length === 0 ? this.#simple(text) : this.#extended(text, values);
  }

  async close(): Promise<void> {
    await this.database.close().catch((error: unknown) => Promise.reject(rewrap(error)));
  }

  async #simple(text: string): Promise<QueryResult> {
    return this.#read(await this.#send([this.pglite.protocol.serialize.query(text)]), []);
  }

  async #extended(text: string, values: readonly unknown[]): Promise<QueryResult> {
    const known = this.#statements.get(text);
    if (known)
      return this.#read(await this.#send(this.#execute(known.name, values)), known.columns);
    const name = `s${++this.#prepared}`;
    const { serialize } = this.pglite.protocol;
    const answer = await this.#send([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      ...this.#execute(name, values),
    ]);
    const columns = columnsIn(answer);
    // A statement that was parsed stays prepared even when its first execution fails.
    if (answer.some(({ name: kind }) => kind === 'parseComplete'))
      this.#statements.set(text, { name, columns });
    return this.#read(answer, columns);
  }

  #execute(statement: string, values: readonly unknown[]): Uint8Array[] {
    const { serialize } = this.pglite.protocol;
    return [
      serialize.bind({ statement, values: encodeParameters(values) }),
      serialize.execute(),
      serialize.sync(),
    ];
  }

  async #send(request: Uint8Array[]): Promise<messages.BackendMessage[]> {
    try {
      return await this.database.execProtocolStream(Buffer.concat(request), {
        throwOnError: false,
        syncToFs: false,
      });
    } catch (error) {
      throw rewrap(error);
    } finally {
      this.inTransaction = this.database.isInTransaction();
    }
  }

  #read(answer: readonly messages.BackendMessage[], columns: readonly Column[]): QueryResult {
    let fields = columns;
    let rows: QueryResult['rows'] = [];
    let rowCount = 0;
    for (const message of answer) {
      if (message.name === 'dataRow') {
        rows.push(this.#row(message as messages.DataRowMessage, fields));
      } else if (message.name === 'rowDescription') {
        fields = (message as messages.RowDescriptionMessage).fields;
        rows = [];
      } else if (message.name === 'commandComplete') {
        rowCount = affectedRows(message as messages.CommandCompleteMessage) ?? rowCount;
      } else if (message.name === 'error') {
        throw new QueryError(message as messages.DatabaseError);
      }
    }
    return { rows, rowCount, fields };
  }

  #row(message: messages.DataRowMessage, columns: readonly Column[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, dataTypeID }, index) => {
      row[name] = this.pglite.types.parseType(
        message.fields[index] ?? null,
        dataTypeID,
        this.database.parsers,
      );
    });
    return row;
  }
}

function columnsIn(answer: readonly messages.BackendMessage[]): readonly Column[] {
  const description = answer.find(({ name }) => name === 'rowDescription');
  return (description as messages.RowDescriptionMessage | undefined)?.fields ?? [];
}

/** `INSERT 0 3` says 3; `BEGIN` says nothing. */
function affectedRows({ text }: messages.CommandCompleteMessage): number | undefined {
  const count = Number.parseInt(text.slice(text.lastIndexOf(' ') + 1), 10);
  return Number.isNaN(count) ? undefined : count;
}
