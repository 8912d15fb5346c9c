import type { JsonValue } from '../support/json';

/**
 * One text for encoded values that mean the same: the order in which the keys of an object were
 * written does not show, in either of the two forms in which an encoded object can be stored.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalObject(value as { readonly [key: string]: JsonValue });
}

function canonicalObject(object: { readonly [key: string]: JsonValue }): string {
  const { $object: listed } = object;
  if (!Array.isArray(listed)) return braces(Object.entries(object).map(field));
  const entries = listed as readonly (readonly [JsonValue, JsonValue])[];
  const fields = braces(entries.map((entry) => `${isTag(entry[0]) ? '=' : ''}${field(entry)}`));
  return 'prototype' in object ? `null${fields}` : fields;
}

function field([key, value]: readonly [JsonValue, JsonValue]): string {
  return `${canonicalJson(key)}:${canonicalJson(value)}`;
}

/** A key of the user's that looks like a tag of ours is none. */
function isTag(key: JsonValue): boolean {
  return typeof key === 'string' && key.startsWith('$');
}

function braces(fields: readonly string[]): string {
  return `{${fields.toSorted().join(',')}}`;
}
