import type { JsonValue } from '../../support/json';
import { setOwn } from '../own-property';
import type { ObjectType } from '../tag-type';
import { whenAll } from '../when-all';
import { expectShape } from './expect-shape';
import { isPrototypeOf } from './is-direct-instance';

type ErrorClass = new () => Error;

const AggregateErrorClass = AggregateError.bind(undefined, []) as unknown as ErrorClass;

/** Reads back as an instance of the built-in class it is, or inherits from. */
const CLASSES: ReadonlyMap<unknown, ErrorClass> = new Map<unknown, ErrorClass>([
  ...[TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, Error].map(
    (errorClass) => [errorClass.name, errorClass] as const,
  ),
  [AggregateError.name, AggregateErrorClass],
]);

/** Hidden properties of an error, in the order they are looked at. */
const HIDDEN = ['name', 'message', 'stack', 'cause', 'errors'] as const;

/**
 * Errors of all classes: name, message, stack, cause, code and own properties travel. A class that
 * is not built in comes back as the built-in one it inherits from, with its name.
 */
export const errorType: ObjectType<Error> = {
  tag: '$error',
  fields: [...HIDDEN, 'properties'],
  holds: 'the name of a built-in error class',
  keepsProperties: true,
  matches: (value) => builtinClassOf(value) !== undefined,
  encode(error, part) {
    const className = builtinClassOf(error) as string;
    const stored: Record<string, JsonValue> = { $error: className };
    for (const [key, value] of hiddenOf(error, className)) stored[key] = part(value, key);
    const properties = propertiesOf(error);
    if (Object.keys(properties).length > 0) stored['properties'] = part(properties, undefined);
    return stored;
  },
  decode(stored, part) {
    const errorClass = CLASSES.get(stored['$error']);
    expectShape(errorClass !== undefined);
    const keys = [...HIDDEN, 'properties'].filter((key) => Object.hasOwn(stored, key));
    return whenAll(
      keys.map((key) => part(stored[key], key === 'properties' ? undefined : key)),
      (values) => build(errorClass, new Map(keys.map((key, index) => [key, values[index]]))),
    );
  },
};

/** The nearest built-in class an error inherits from, in this realm or another. */
function builtinClassOf(error: object): string | undefined {
  let prototype = Object.getPrototypeOf(error) as object | null;
  while (prototype !== null) {
    for (const name of CLASSES.keys()) {
      const builtin = Reflect.get(globalThis, name as string) as ErrorConstructor;
      if (isPrototypeOf(builtin, prototype)) return builtin.name;
    }
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return undefined;
}

function hiddenOf(error: Error, className: string): [key: string, value: unknown][] {
  const { message, stack } = error;
  const name = nameOf(error, className);
  return [
    ...(name === className ? [] : [['name', name] as [string, unknown]]),
    ...(message === '' ? [] : [['message', message] as [string, unknown]]),
    ...(stack === undefined ? [] : [['stack', stack] as [string, unknown]]),
    ...(['cause', 'errors'] as const)
      .filter((key) => Object.hasOwn(error, key))
      .map((key): [string, unknown] => [key, Reflect.get(error, key)]),
  ];
}

/** A class that never set `name` inherits its parent's: its own name tells more. */
function nameOf(error: Error, className: string): unknown {
  if (error.name !== className || Object.hasOwn(error, 'name')) return error.name;
  const { constructor } = error;
  return typeof constructor === 'function' && constructor.name ? constructor.name : className;
}

function propertiesOf(error: Error): object {
  const { code } = error as { code?: unknown };
  const inherited = code === undefined || Object.hasOwn(error, 'code') ? {} : { code };
  return { ...(error as object), ...inherited };
}

function build(errorClass: ErrorClass, fields: ReadonlyMap<string, unknown>): Error {
  const error = new errorClass();
  Reflect.deleteProperty(error, 'stack');
  for (const key of HIDDEN) if (fields.has(key)) hide(error, key, fields.get(key));
  const properties = Object.entries(Object(fields.get('properties')) as object);
  for (const [key, value] of properties) {
    Reflect.deleteProperty(error, key);
    setOwn(error, key, value);
  }
  return error;
}

function hide(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
}
