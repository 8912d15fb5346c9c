import { describeValue } from '../support/describe-value';
import type { JsonValue } from '../support/json';
import { DeserializationError } from './deserialization-error';
import { RecordNotFoundError } from './record-not-found-error';
import { SerializationError } from './serialization-error';
import type { Serializer } from './serializer';
import type { TagReader } from './tag-type';
import { expectShape, expectText } from './types/expect-shape';
import { whenAll } from './when-all';

/** The tag of values that a registered serializer carries; `value` holds what it stored. */
export const REFERENCE = '$ref';

/** What a serializer stores for a value. */
export function serializeWith(serializer: Serializer, value: unknown, path: string): JsonValue {
  const stored = attempt(serializer, value, path);
  if (lacksReference(stored)) {
    throw new SerializationError(
      `${path}: expected the serializer "${serializer.name}" to give JSON for ${describeValue(value)}, ` +
        `got ${describeValue(stored)}. A record that was never saved has no id: save it before you enqueue.`,
    );
  }
  return stored;
}

/** `undefined`, null, or `{ id: undefined }`: what a record that was never saved gives. */
function lacksReference(stored: JsonValue | undefined): stored is null | undefined {
  if (typeof stored !== 'object' || stored === null) return stored === undefined || stored === null;
  return Object.values(stored as object).includes(undefined);
}

function attempt(serializer: Serializer, value: unknown, path: string): JsonValue | undefined {
  try {
    return serializer.serialize(value);
  } catch (cause) {
    throw new SerializationError(
      `${path}: the serializer "${serializer.name}" could not serialize ${describeValue(value)}: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/** Reads references, with the serializers of this process. */
export function referenceReader(serializers: readonly Serializer[]): TagReader {
  const byName = new Map(serializers.map((serializer) => [serializer.name, serializer]));
  return {
    tag: REFERENCE,
    fields: ['value'],
    holds: 'the name of a serializer',
    decode(stored, part, path) {
      const name = expectText(part(stored[REFERENCE], undefined));
      expectShape(Object.hasOwn(stored, 'value'));
      const serializer = byName.get(name);
      const place = path();
      if (!serializer) throw unknownSerializer(name, place, [...byName.keys()]);
      return whenAll([part(stored['value'], undefined)], ([reference]) =>
        lookUp(serializer, reference as JsonValue, place),
      );
    },
  };
}

/** Stays synchronous when the serializer is. */
function lookUp(serializer: Serializer, reference: JsonValue, path: string): unknown {
  const isFound = (value: unknown): unknown => {
    if (value === undefined || value === null) throw notFound(serializer, reference, path);
    return value;
  };
  const isFailed = (cause: unknown): never => {
    throw cause instanceof DeserializationError
      ? cause
      : failed(serializer, reference, path, cause);
  };
  let value: unknown;
  try {
    value = serializer.deserialize(reference);
  } catch (error) {
    return isFailed(error);
  }
  return isThenable(value) ? Promise.resolve(value).then(isFound, isFailed) : isFound(value);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function notFound({ name }: Serializer, reference: unknown, path: string): RecordNotFoundError {
  return new RecordNotFoundError(
    `${path}: expected the serializer "${name}" to find ${describeValue(reference)}, got nothing. ` +
      'The record was deleted after the enqueue; @DiscardOn(RecordNotFoundError) lets such jobs go.',
  );
}

function failed(
  { name }: Serializer,
  reference: unknown,
  path: string,
  cause: unknown,
): DeserializationError {
  return new DeserializationError(
    `${path}: the serializer "${name}" could not read ${describeValue(reference)}: ${reasonOf(cause)}`,
    { cause },
  );
}

function unknownSerializer(
  name: string,
  path: string,
  known: readonly string[],
): DeserializationError {
  return new DeserializationError(
    `${path}: expected a serializer registered in this process (${known.join(', ') || 'there is none'}), ` +
      `got ${describeValue(name)}. Register it: configure({ serializers: […] }).`,
  );
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : describeValue(thrown);
}
