import { types } from 'node:util';
import { describeValue } from '../support/describe-value';
import { MAX_DEPTH } from './limits';
import { SerializationError } from './serialization-error';

/** A value that cannot travel, said with its place and the way out. */
export function refuse(path: string, got: string, advice: string): SerializationError {
  return new SerializationError(
    `${path}: expected a value that can travel to another process, got ${got}. ${advice}`,
  );
}

export function refuseValue(path: string, value: unknown): SerializationError {
  return refuse(path, describeValue(value), adviceFor(value));
}

export function refuseDepth(path: string): SerializationError {
  return new SerializationError(
    `${path}: expected values nested at most ${MAX_DEPTH} deep, got more. Pass a flatter form, or an id and load the rest in perform.`,
  );
}

function adviceFor(value: unknown): string {
  if (typeof value === 'function') return 'Pass data, and call the function in perform.';
  if (typeof value === 'symbol') return 'Pass a string.';
  if (types.isPromise(value)) return 'Await it before you enqueue.';
  if (types.isDate(value)) return 'Pass a valid Date, or null.';
  return 'Pass its id or a plain object, or register a serializer for it: configure({ serializers: […] }).';
}
