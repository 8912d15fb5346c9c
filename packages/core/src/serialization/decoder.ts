import { describeValue } from '../support/describe-value';
import type { JsonValue } from '../support/json';
import { DeserializationError } from './deserialization-error';
import { ENCRYPTED_TAG, type SealedValue } from './encryption/sealed-value';
import { MAX_DEPTH } from './limits';
import { setOwn } from './own-property';
import { formatPath, type PathSegment } from './path';
import type { DecodePart, Tagged, TagReader } from './tag-type';
import { settleItems, settleProperties } from './when-all';

/** What an encrypted value was; the place is where it stands. @throws DecryptionError */
export type OpenSealed = (sealed: SealedValue, place: string) => JsonValue;

/**
 * One walk over a stored value, which anyone may have written: it is data, and stays data. Gives a
 * fresh copy, so that what a run does to its arguments never reaches the payload.
 */
export class Decoder {
  readonly #readers: ReadonlyMap<string, TagReader>;
  readonly #root: string;
  readonly #open: OpenSealed | undefined;
  /** The way to the value in hand. Entries behind its depth are leftovers. */
  readonly #path: PathSegment[] = [];
  /** Look-ups under way, to tell containers whether one is theirs. */
  #pending = 0;

  /** @param open - absent where no encrypted value can belong */
  constructor(readers: ReadonlyMap<string, TagReader>, root: string, open?: OpenSealed) {
    this.#readers = readers;
    this.#root = root;
    this.#open = open;
  }

  /** A promise when a record inside must be looked up. */
  decode(stored: JsonValue | undefined, depth = 0): unknown {
    if (typeof stored !== 'object' || stored === null) return stored;
    if (depth > MAX_DEPTH) throw this.#tooDeep(depth);
    return isList(stored) ? this.#array(stored, depth) : this.#object(stored, depth);
  }

  #array(stored: readonly JsonValue[], depth: number): unknown {
    const before = this.#pending;
    const items: unknown[] = [];
    for (let index = 0; index < stored.length; index += 1) {
      this.#path[depth] = index;
      items.push(this.decode(stored[index], depth + 1));
    }
    return this.#pending > before ? this.#awaited(settleItems(items)) : items;
  }

  #object(stored: Tagged, depth: number): unknown {
    const keys = Object.keys(stored);
    const tag = keys.find((key) => key.startsWith('$'));
    return tag === undefined
      ? this.#plain(stored, keys, depth)
      : this.#tagged(stored, keys, tag, depth);
  }

  #plain(stored: Tagged, keys: readonly string[], depth: number): unknown {
    const before = this.#pending;
    const object = {};
    for (const key of keys) {
      this.#path[depth] = key;
      setOwn(object, key, this.decode(stored[key], depth + 1));
    }
    return this.#pending > before ? this.#awaited(settleProperties(object)) : object;
  }

  #tagged(stored: Tagged, keys: readonly string[], tag: string, depth: number): unknown {
    if (tag === ENCRYPTED_TAG && this.#open)
      return this.decode(this.#open(stored as SealedValue, this.#pathAt(depth)), depth);
    const reader = this.#readers.get(tag);
    if (!reader) throw this.#unknownTag(tag, depth);
    const value = this.#readWith(reader, stored, keys, depth);
    return value instanceof Promise ? this.#awaited(value) : value;
  }

  #readWith(reader: TagReader, stored: Tagged, keys: readonly string[], depth: number): unknown {
    const part: DecodePart = (inner, segment) => {
      this.#path[depth] = segment;
      return this.decode(inner, depth + 1);
    };
    const { tag, fields } = reader;
    const stray = keys.find((key) => key !== tag && !fields?.includes(key));
    if (stray !== undefined) throw this.#unreadable(reader, `a key ${describeValue(stray)}`, depth);
    try {
      return reader.decode(stored, part, () => this.#pathAt(depth));
    } catch (error) {
      if (error instanceof DeserializationError) throw error;
      throw this.#unreadable(reader, describeValue(stored[tag]), depth, error);
    }
  }

  /** Several may fail at once, and one is raised: the others must not end the process. */
  #awaited<T>(promise: Promise<T>): Promise<T> {
    this.#pending += 1;
    promise.catch(() => {});
    return promise;
  }

  #unreadable(
    { tag, holds, fields = [] }: TagReader,
    got: string,
    depth: number,
    cause?: unknown,
  ): DeserializationError {
    const beside = fields.length > 0 ? `, beside it at most ${fields.join(', ')}` : '';
    return new DeserializationError(
      `${this.#pathAt(depth)}: expected "${tag}" to hold ${holds}${beside}, got ${got}. ` +
        'Someone other than Drover wrote or changed this payload.',
      { cause },
    );
  }

  #unknownTag(tag: string, depth: number): DeserializationError {
    return new DeserializationError(
      `${this.#pathAt(depth)}: expected one of ${[...this.#readers.keys()].join(', ')}, got ${describeValue(tag)}. ` +
        'Keys with $ are ours: a newer Drover wrote this, or a producer that must escape them as ' +
        '{ "$object": [["$key", value]] }.',
    );
  }

  #tooDeep(depth: number): DeserializationError {
    return new DeserializationError(
      `${this.#pathAt(depth)}: expected values nested at most ${MAX_DEPTH} deep, got more. ` +
        'Someone other than Drover wrote this payload.',
    );
  }

  #pathAt(depth: number): string {
    return formatPath(this.#root, this.#path.slice(0, depth));
  }
}

function isList(stored: object): stored is readonly JsonValue[] {
  return Array.isArray(stored);
}
