import type { JsonValue } from '../support/json';
import { Decoder, type OpenSealed } from './decoder';
import { Encoder, type EncoderSettings } from './encoder';
import { KeyRing, type ValueOwner } from './encryption/key-ring';
import { referenceReader } from './reference';
import type { Serializer } from './serializer';
import { listSerializers } from './serializer-list';
import type { TagReader } from './tag-type';
import { TAG_READERS } from './types/types';

export interface ArgumentSerializerOptions {
  /** For stores that reorder the keys of objects, as PostgreSQL's jsonb does. Default false. */
  readonly keepKeyOrder?: boolean;
  /** For values that are encrypted. Default none. */
  readonly keys?: KeyRing;
}

/**
 * Arguments and return values ⇄ plain JSON. What comes back is what went in, type included; what
 * cannot come back the same is refused on the way in, with its place.
 */
export class ArgumentSerializer {
  readonly keys: KeyRing;
  readonly #settings: EncoderSettings;
  readonly #readers: ReadonlyMap<string, TagReader>;

  constructor(
    serializers: readonly Serializer[] = [],
    { keepKeyOrder = false, keys = new KeyRing() }: ArgumentSerializerOptions = {},
  ) {
    const listed = listSerializers(serializers);
    const readers = [...TAG_READERS, referenceReader(listed)];
    this.keys = keys;
    this.#settings = { serializers: listed, keepKeyOrder };
    this.#readers = new Map(readers.map((reader) => [reader.tag, reader]));
  }

  /**
   * Plain JSON is not copied: the result shares with `args` whatever has no other stored form, so
   * it must be written out before anyone changes `args`.
   *
   * @throws SerializationError
   */
  serialize(args: readonly unknown[]): JsonValue[] {
    return this.serializeValue(args, 'args') as JsonValue[];
  }

  /**
   * A fresh copy each time: changing it never reaches the payload. A promise only when a record in
   * it must be looked up; all look-ups run at once, and the first to fail in order is raised.
   *
   * @param owner - the job whose arguments they are; without one, encrypted ones are refused
   * @throws DeserializationError, and its kin RecordNotFoundError and DecryptionError; or rejects with them
   */
  deserialize(args: readonly JsonValue[], owner?: ValueOwner): unknown[] | Promise<unknown[]> {
    return this.deserializeValue(args, 'args', owner) as unknown[] | Promise<unknown[]>;
  }

  /** @throws SerializationError */
  serializeValue(value: unknown, path = 'value'): JsonValue {
    return new Encoder(this.#settings, path).encode(value);
  }

  /** A promise only when a record in it must be looked up. */
  deserializeValue(stored: JsonValue, path = 'value', owner?: ValueOwner): unknown {
    const open: OpenSealed | undefined =
      owner && ((sealed, place) => this.keys.open(sealed, place, owner));
    return new Decoder(this.#readers, path, open).decode(stored);
  }
}
