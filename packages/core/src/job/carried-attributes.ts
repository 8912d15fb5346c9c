import { attributesOf, type JobAttribute } from '../options/attributes';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { ValueOwner } from '../serialization/encryption/key-ring';
import type { JsonValue } from '../support/json';

type Fields = Record<string, unknown>;

export type CarriedAttributes = Readonly<Record<string, JsonValue>>;

/** The attributes of a job as they are now, encoded; undefined for a class without any. */
export function carriedAttributes(
  job: object,
  serializer: ArgumentSerializer,
): CarriedAttributes | undefined {
  // What stands in for a job may lack fields.
  const attributes = attributesOf(job).filter(({ name }) => name in job);
  if (attributes.length === 0) return undefined;
  const encoded: Record<string, JsonValue> = {};
  for (const { name } of attributes)
    encoded[name] = serializer.serializeValue((job as Fields)[name], name);
  return encoded;
}

/**
 * Puts what the job carries into its fields; what is missing keeps its default, what no attribute is
 * called is left out.
 */
export async function restoreAttributes(
  job: object,
  carried: CarriedAttributes,
  serializer: ArgumentSerializer,
  owner?: ValueOwner,
): Promise<void> {
  const pending: Promise<void>[] = [];
  for (const attribute of attributesOf(job)) {
    const encoded = Object.hasOwn(carried, attribute.name) ? carried[attribute.name] : undefined;
    if (encoded === undefined) continue;
    const value = serializer.deserializeValue(encoded, attribute.name, owner);
    if (value instanceof Promise) pending.push(value.then((found) => put(job, attribute, found)));
    else put(job, attribute, value);
  }
  await Promise.all(pending);
}

function put(job: object, { name, parse }: JobAttribute, value: unknown): void {
  (job as Fields)[name] = parse ? parse(value) : value;
}
