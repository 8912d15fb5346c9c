import type { ErrorPolicy } from '../options/error-policy';
import { isInstance, type ErrorClass } from '../options/error-class';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { JsonValue } from '../support/json';

/** An error on its way between two threads, each of which has loaded the classes for itself. */
export interface ThrownForm {
  readonly error: JsonValue;
  /**
   * For the error, its cause, and so on: which of the error classes that the job's rules name it
   * is an instance of, by their numbers.
   */
  readonly classes: readonly (readonly number[])[];
}

type Policies = readonly ErrorPolicy[];

export function toThrownForm(
  error: Error,
  policies: Policies,
  serializer: ArgumentSerializer,
): ThrownForm {
  const named = namedClasses(policies);
  const classes = chainOf(error).map((each) =>
    named.flatMap((errorClass, number) => (isInstance(each, errorClass) ? [number] : [])),
  );
  return { error: serializer.serializeValue(portable(error, serializer)), classes };
}

/** The error with the classes of this thread: `instanceof` holds for every class a rule names. */
export async function fromThrownForm(
  { error: stored, classes }: ThrownForm,
  policies: Policies,
  serializer: ArgumentSerializer,
): Promise<Error> {
  const named = namedClasses(policies);
  const error = (await serializer.deserializeValue(stored)) as Error;
  for (const [link, each] of chainOf(error).entries()) {
    const [nearest] = (classes[link] ?? [])
      .flatMap((number) => named[number] ?? [])
      .toSorted((a, b) => depthOf(b) - depthOf(a));
    // A built-in class says less than the one it was revived as.
    if (nearest && !(each instanceof nearest))
      Object.setPrototypeOf(each, nearest.prototype as object);
  }
  return error;
}

function namedClasses(policies: Policies): readonly ErrorClass[] {
  return policies.flatMap(({ errors }) => errors);
}

/** The error, its cause, and so on. */
function chainOf(error: Error): Error[] {
  const chain: Error[] = [];
  let each: unknown = error;
  while (isError(each) && !chain.includes(each)) {
    chain.push(each);
    each = each.cause;
  }
  return chain;
}

function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value;
}

function depthOf(errorClass: ErrorClass): number {
  let depth = 0;
  let prototype: unknown = errorClass.prototype;
  while ((prototype = Object.getPrototypeOf(prototype))) depth += 1;
  return depth;
}

/** The error without the properties that cannot travel: an open socket must not hide what went wrong. */
function portable(error: Error, serializer: ArgumentSerializer): Error {
  if (travels(error, serializer)) return error;
  const [own, ...causes] = chainOf(error);
  const cause = causes[0] && portable(causes[0], serializer);
  const copy = Object.create(Object.getPrototypeOf(own) as object) as Error;
  for (const key of Object.getOwnPropertyNames(own)) {
    const value: unknown = key === 'cause' ? cause : Reflect.get(own as object, key);
    if (value === undefined || !travels(value, serializer)) continue;
    const enumerable = Object.prototype.propertyIsEnumerable.call(own, key);
    Object.defineProperty(copy, key, { value, enumerable, configurable: true, writable: true });
  }
  return copy;
}

function travels(value: unknown, serializer: ArgumentSerializer): boolean {
  try {
    serializer.serializeValue(value);
    return true;
  } catch {
    return false;
  }
}
