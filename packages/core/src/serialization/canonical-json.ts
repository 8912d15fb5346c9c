import type { JsonValue } from '../support/json';

type Entry = readonly [JsonValue, JsonValue];

/** Above it, insertion would take longer than a sort. */
const FEW = 16;

/**
 * One text for encoded values that mean the same: the order in which the keys of an object were
 * written does not show, in either of the two forms in which an encoded object can be stored.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return list(value as readonly JsonValue[]);
  const object = value as { readonly [key: string]: JsonValue };
  return '$object' in object ? listedObject(object) : plainObject(object);
}

function list(items: readonly JsonValue[]): string {
  let text = '';
  for (const item of items) text += text === '' ? canonicalJson(item) : `,${canonicalJson(item)}`;
  return `[${text}]`;
}

function plainObject(object: { readonly [key: string]: JsonValue }): string {
  let text = '';
  for (const key of inOrder(Object.keys(object))) {
    if (text !== '') text += ',';
    text += `${JSON.stringify(key)}:${canonicalJson(object[key] as JsonValue)}`;
  }
  return `{${text}}`;
}

/** Few keys by insertion, in place: the sort of V8 makes a kilobyte of garbage whatever their number. */
function inOrder(keys: string[]): readonly string[] {
  if (keys.length > FEW) return keys.toSorted();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] as string;
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place -= 1)
      keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

/** An object stored as a list of its entries. A key of the user's that looks like a tag of ours is none. */
function listedObject(object: { readonly [key: string]: JsonValue }): string {
  const entries = (object['$object'] as readonly Entry[]).map(
    ([key, value]) => [keyText(key), canonicalJson(key), canonicalJson(value)] as const,
  );
  const fields = entries
    .toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, key, value]) => `${name.startsWith('$') ? '=' : ''}${key}:${value}`);
  return `${'prototype' in object ? 'null' : ''}{${fields.join(',')}}`;
}

function keyText(key: JsonValue): string {
  return typeof key === 'string' ? key : canonicalJson(key);
}
