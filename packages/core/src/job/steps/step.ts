import { describeValue } from '../../support/describe-value';
import type { JsonValue } from '../../support/json';
import { currentRuntime } from '../runtime';
import { UnadvanceableCursorError } from './continuation-errors';

interface StepParts<Cursor> {
  readonly name: string;
  readonly cursor: Cursor;
  readonly resumed: boolean;
  /** Throws where the cursor must not move, or not there. */
  readonly check: (cursor: JsonValue | undefined) => void;
  /** Ends the run here if it shall end. */
  readonly checkpoint: () => Promise<void>;
  /** The cursor was set. */
  readonly moved: () => void;
}

/** A step under way: where it is, and where it may be interrupted. */
export class Step<Cursor = number | undefined> {
  readonly name: string;
  /** Whether an earlier run began it. */
  readonly resumed: boolean;
  readonly #parts: StepParts<Cursor>;
  readonly #initial: string | undefined;
  #cursor: Cursor;
  #stored: JsonValue | undefined;

  /** @internal */
  constructor(parts: StepParts<Cursor>) {
    this.name = parts.name;
    this.resumed = parts.resumed;
    this.#parts = parts;
    this.#cursor = parts.cursor;
    this.#stored = snapshot(parts.cursor);
    this.#initial = JSON.stringify(this.#stored);
  }

  /** What was set last, in this run or an earlier one; at first what the step starts with. */
  get cursor(): Cursor {
    return this.#cursor;
  }

  /** Whether this run has moved the cursor. */
  get advanced(): boolean {
    return JSON.stringify(this.#stored) !== this.#initial;
  }

  /** @internal */
  get stored(): { readonly name: string; readonly cursor?: JsonValue } {
    const { name } = this;
    return { name, ...(this.#stored !== undefined && { cursor: this.#stored }) };
  }

  /**
   * Sets the cursor: what came before it is done and is not done again. A checkpoint: the run ends here
   * if its process stops. Await it.
   *
   * @throws SerializationError when the cursor cannot be stored
   * @throws CursorTooLargeError when the job would be larger than `payload.limit` with it
   */
  async set(cursor: Cursor): Promise<void> {
    const stored = snapshot(cursor);
    this.#parts.check(stored);
    this.#stored = stored;
    this.#cursor = cursor;
    await this.#parts.checkpoint();
    this.#parts.moved();
  }

  /**
   * Sets the cursor to the number after `from`, which is the cursor itself by default. A checkpoint, as
   * `set()` is.
   *
   * @throws UnadvanceableCursorError when that is no whole number and no bigint
   */
  async advance({ from = this.#cursor }: { readonly from?: Cursor } = {}): Promise<void> {
    await this.set(successor(from) as Cursor);
  }

  /** Ends the run here if its process stops: for steps that know by themselves what is left to do. */
  checkpoint(): Promise<void> {
    return this.#parts.checkpoint();
  }
}

/** As it is now, whatever is done to it later. */
function snapshot(cursor: unknown): JsonValue | undefined {
  if (cursor === undefined) return undefined;
  const encoded = currentRuntime().serializer.serializeValue(cursor, 'cursor');
  return typeof encoded === 'object' ? structuredClone(encoded) : encoded;
}

function successor(from: unknown): number | bigint {
  if (typeof from === 'bigint') return from + 1n;
  if (Number.isSafeInteger(from)) return (from as number) + 1;
  throw new UnadvanceableCursorError(
    `advance(): expected a whole number or a bigint, got ${describeValue(from)}. ` +
      'Give the step a start, pass { from }, or say with set() where the step goes on.',
  );
}
