import type { JsonValue } from '../support/json';
import { Decoder } from './decoder';
import { Encoder, type EncoderSettings } from './encoder';
import { referenceReader } from './reference';
import type { Serializer } from './serializer';
import { listSerializers } from './serializer-list';
import type { TagReader } from './tag-type';
import { TAG_READERS } from './types/types';

export interface ArgumentSerializerOptions {
  /** For stores that reorder the keys of objects, as PostgreSQL's jsonb does. Default false. */
  readonly keepKeyOrder?: boolean;
}

/**
 * Arguments and return values ⇄ plain JSON. What comes back is what went in, type included; what
 * cannot come back the same is refused on the way in, with its place.
 */
export class ArgumentSerializer {
  readonly #settings: EncoderSettings;
  readonly #readers: ReadonlyMap<string, TagReader>;

  constructor(
    serializers: readonly Serializer[] = [],
    { keepKeyOrder = false }: ArgumentSerializerOptions = {},
  ) {
    const listed = listSerializers(serializers);
    const readers = [...TAG_READERS, referenceReader(listed)];
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
   * @throws DeserializationError, and its kin RecordNotFoundError; or rejects with them
   */
  deserialize(args: readonly JsonValue[]): unknown[] | Promise<unknown[]> {
    return this.deserializeValue(args, 'args') as unknown[] | Promise<unknown[]>;
  }

  /** @throws SerializationError */
  serializeValue(value: unknown, path = 'value'): JsonValue {
    return new Encoder(this.#settings, path).encode(value);
  }

  /** A promise only when a record in it must be looked up. */
  deserializeValue(stored: JsonValue, path = 'value'): unknown {
    return new Decoder(this.#readers, path).decode(stored);
  }
}
