import { definitionOf, type ContextReference } from '../options/context';
import type { SetOptions } from '../options/placement';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { ValueOwner } from '../serialization/encryption/key-ring';
import type { CarriedContexts } from '../serialization/job-data';
import type { JsonValue } from '../support/json';
import {
  contextDefinitions,
  currentScope,
  type ContextDefinition,
  type ContextValues,
} from '../support/scope';

/** What a job takes along of the contexts in force here, encoded; undefined for nothing. */
export function carriedContexts(
  { carry }: SetOptions,
  serializer: ArgumentSerializer,
): CarriedContexts | undefined {
  const inForce = currentScope()?.contexts;
  if (!inForce || inForce.size === 0 || carry === false) return undefined;
  const whole = new Set([carry ?? []].flat().map(nameOf));
  const carried: Record<string, Record<string, JsonValue>> = {};
  for (const definition of contextDefinitions.values()) {
    const values = inForce.get(definition.name);
    const encoded = values && encode(definition, values, whole.has(definition.name), serializer);
    if (encoded) carried[definition.name] = encoded;
  }
  return Object.keys(carried).length > 0 ? carried : undefined;
}

function nameOf(context: ContextReference): string {
  return definitionOf('set() carry', context).name;
}

/** What is not set is not carried: it has its default there, too. */
function encode(
  { name, attributes }: ContextDefinition,
  values: ContextValues,
  whole: boolean,
  serializer: ArgumentSerializer,
): Record<string, JsonValue> | undefined {
  const encoded: Record<string, JsonValue> = {};
  for (const [attribute, { carry = false }] of attributes) {
    const value = values[attribute];
    if (value !== undefined && (whole || carry))
      encoded[attribute] = serializer.serializeValue(value, `${name}.${attribute}`);
  }
  return Object.keys(encoded).length > 0 ? encoded : undefined;
}

/**
 * Puts what a job took along in force. Contexts and attributes that this process does not know are
 * left out.
 */
export async function restoreContexts(
  carried: CarriedContexts,
  serializer: ArgumentSerializer,
  owner: ValueOwner,
): Promise<void> {
  const contexts = currentScope()?.contexts;
  if (!contexts) return;
  const pending: Promise<void>[] = [];
  for (const [name, stored] of Object.entries(carried)) {
    const known = contextDefinitions.get(name);
    if (!known) continue;
    const values: ContextValues = {};
    contexts.set(name, values);
    for (const attribute of known.attributes.keys()) {
      const encoded = stored[attribute];
      if (!Object.hasOwn(stored, attribute) || encoded === undefined) continue;
      const value = serializer.deserializeValue(encoded, `${name}.${attribute}`, owner);
      if (value instanceof Promise)
        pending.push(value.then((found) => void (values[attribute] = found)));
      else values[attribute] = value;
    }
  }
  await Promise.all(pending);
}
