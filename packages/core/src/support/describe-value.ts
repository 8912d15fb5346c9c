import { inspect, types } from 'node:util';

const MAX_LENGTH = 80;
const OWN_PROTOTYPE = 'an object with a prototype of its own';

/**
 * A value in a few words, for messages: `a function named foo`, `an instance of Foo`, `[ 1, 2 ]`.
 * Runs no code of the value's own (getters, `toString`, `inspect.custom`, proxy traps), never throws.
 */
export function describeValue(value: unknown): string {
  try {
    return shorten(describe(value));
  } catch {
    return 'a value that cannot be described';
  }
}

function describe(value: unknown): string {
  if (typeof value === 'function') return describeFunction(value);
  if (typeof value === 'symbol') return `the symbol ${String(value)}`;
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_LENGTH));
  if (typeof value !== 'object' || value === null) return show(value);
  return types.isProxy(value) ? 'a Proxy' : describeObject(value);
}

function describeFunction(value: object): string {
  if (types.isProxy(value)) return 'a Proxy';
  const isClass = Function.prototype.toString.call(value).startsWith('class');
  const name = ownText(value, 'name');
  if (isClass) return name ? `the class ${name}` : 'an anonymous class';
  return name ? `a function named ${name}` : 'an anonymous function';
}

function describeObject(value: object): string {
  if (types.isDate(value)) return describeDate(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return show(value);
  if (types.isProxy(prototype)) return OWN_PROTOTYPE;
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  const name = typeof constructor === 'function' ? ownText(constructor, 'name') : '';
  if (name === 'Object' || name === 'Array') return show(value);
  if (name === 'Promise') return 'a Promise';
  return name ? `an instance of ${name}` : OWN_PROTOTYPE;
}

function describeDate(value: Date): string {
  const time = Date.prototype.getTime.call(value);
  return Number.isNaN(time) ? 'an invalid Date' : `the Date ${new Date(time).toISOString()}`;
}

function ownText(value: object, key: string): string {
  const text: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
  return typeof text === 'string' ? text : '';
}

function show(value: unknown): string {
  return inspect(value, {
    breakLength: Infinity,
    customInspect: false,
    depth: 0,
    maxArrayLength: 5,
    maxStringLength: MAX_LENGTH,
    showProxy: true,
  });
}

function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
