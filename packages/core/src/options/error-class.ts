import { InvalidOptionsError } from './invalid-options-error';

/** A class whose instances a policy is for. Subclasses count. */
export type ErrorClass = abstract new (...args: never[]) => unknown;

/** The built-in errors, which exist once per realm (a Jest sandbox has its own). */
const BUILTIN = new Set([
  'Error',
  'AggregateError',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
]);

const UNDEFINED_CLASS =
  'Two files that import each other see each other undefined at first: keep the class in a file of its own.';

export function errorClasses(where: string, errors: unknown): readonly ErrorClass[] {
  const list = Array.isArray(errors) ? errors : [errors];
  const stranger = list.find((each) => typeof each !== 'function');
  if (stranger !== undefined || list.length === 0 || list.includes(undefined)) {
    const got = stranger ?? errors;
    const advice = list.includes(undefined) ? UNDEFINED_CLASS : '';
    throw new InvalidOptionsError(where, 'an error class or a list of them', got, advice);
  }
  return Object.freeze([...(list as ErrorClass[])]);
}

/**
 * `instanceof`, except that a built-in class also takes the same class of another realm: `fetch`
 * and `fs` throw the outer realm's errors at code inside a sandbox.
 */
export function isInstance(error: unknown, errorClass: ErrorClass): boolean {
  if (error instanceof errorClass) return true;
  return BUILTIN.has(errorClass.name) && inheritsFromNamed(error, errorClass.name);
}

function inheritsFromNamed(error: unknown, name: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  let proto: unknown = Object.getPrototypeOf(error);
  while (typeof proto === 'object' && proto !== null) {
    const { constructor } = proto as { constructor?: unknown };
    if (typeof constructor === 'function' && constructor.name === name) return true;
    proto = Object.getPrototypeOf(proto);
  }
  return false;
}
