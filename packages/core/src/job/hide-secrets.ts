import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import { ENCRYPTED } from '../serialization/encryption/sealed-value';
import { redact, redactValue, textsIn } from '../support/redaction';
import type { JsonValue } from '../support/json';
import { STATE } from './job-state';
import type { Stateful } from './performable';

type Parts = { readonly serializer: ArgumentSerializer };

/**
 * Takes the arguments that are encrypted out of an error's texts, and of its causes'. The error itself is
 * changed, not a copy: the rules go by its class, and the store, logs, spans and handlers all get to see it.
 */
export function hideSecrets<T>(job: Stateful, thrown: T, parts: Parts): T {
  const secrets = secretsOf(job, parts);
  if (secrets.length === 0) return thrown;
  if (typeof thrown === 'string') return redact(thrown, secrets, ENCRYPTED);
  for (const error of errorsIn(thrown)) redactTexts(error, secrets);
  return thrown;
}

/** Runs `body` so that what it throws tells nothing of them. Costs other classes no promise. */
export function hidingSecrets<T>(job: Stateful, parts: Parts, body: () => Promise<T>): Promise<T> {
  const { encrypted } = optionsOf(job.constructor as DeclaringClass);
  if (!encrypted) return body();
  return body().catch((thrown: unknown) => {
    throw hideSecrets(job, thrown, parts);
  });
}

/** What a job says of itself to whoever looks, without them. */
export function withoutSecrets(job: Stateful, said: JsonValue, parts: Parts): JsonValue {
  const secrets = secretsOf(job, parts);
  return secrets.length === 0 ? said : (redactValue(said, secrets, ENCRYPTED) as JsonValue);
}

/** None of other classes, and before the arguments are decoded. */
function secretsOf(job: Stateful, { serializer }: Parts): readonly string[] {
  const { encrypted } = optionsOf(job.constructor as DeclaringClass);
  const { args } = job[STATE];
  if (!encrypted || !args) return [];
  const { positions } = encrypted;
  const secret = args.filter((_, index) => !positions || positions.includes(index));
  return textsIn(secret.flatMap((each) => encodedOr(each, serializer)));
}

/** Perform may have put into them what cannot be encoded. */
function encodedOr(value: unknown, serializer: ArgumentSerializer): JsonValue[] {
  try {
    return [serializer.serializeValue(value)];
  } catch {
    return [];
  }
}

/** The error, its cause, what an AggregateError is of, and so on. */
function errorsIn(thrown: unknown, found = new Set<object>()): ReadonlySet<object> {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown) || found.has(thrown))
    return found;
  found.add(thrown);
  const { cause, errors } = thrown as { readonly cause?: unknown; readonly errors?: unknown };
  for (const each of [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])])
    errorsIn(each, found);
  return found;
}

/** What Drover and others tell errors by. */
const MARKS = new Set(['name', 'code', 'cause', 'errors']);

function redactTexts(error: object, secrets: readonly string[]): void {
  for (const key of ['message', 'stack', ...Object.keys(error)]) {
    const value: unknown = Reflect.get(error, key);
    if (!MARKS.has(key) && isPlain(value))
      Reflect.set(error, key, redact(value, secrets, ENCRYPTED));
  }
}

/** A text, or what a schema says of the arguments: lists and objects of texts, which may be copied. */
function isPlain(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return depth > 0 || typeof value === 'string';
  const isContainer = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  return (
    isContainer && depth < DEEPEST && Object.values(value).every((each) => isPlain(each, depth + 1))
  );
}

/** Deeper ones may be endless. */
const DEEPEST = 4;
