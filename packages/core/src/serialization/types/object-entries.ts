import type { JsonValue } from '../../support/json';
import { setOwn } from '../own-property';
import type { TagReader } from '../tag-type';
import { whenAll } from '../when-all';
import { expectList, expectShape, expectText } from './expect-shape';

/**
 * An object as a list of keys and values: where a key would be taken for a tag or cannot be stored,
 * where the store would reorder the keys, and for objects without a prototype.
 */
export const objectReader: TagReader = {
  tag: '$object',
  fields: ['prototype'],
  holds: 'a list of keys and values',
  decode(stored, part) {
    expectShape(!Object.hasOwn(stored, 'prototype') || stored['prototype'] === null);
    const entries = expectList(stored['$object']).map(expectEntry);
    const keys = entries.map(([key], at) => expectText(part(key, { of: 'keys', at })));
    const values = entries.map(([, value], index) => part(value, keys[index]));
    const prototype = Object.hasOwn(stored, 'prototype') ? null : Object.prototype;
    return whenAll(values, (all) => build(prototype, keys, all));
  },
};

export function expectEntry(entry: unknown): readonly [JsonValue, JsonValue] {
  const pair = expectList(entry);
  expectShape(pair.length === 2);
  return pair as unknown as readonly [JsonValue, JsonValue];
}

function build(prototype: object | null, keys: readonly string[], values: unknown[]): object {
  const object = Object.create(prototype) as object;
  for (const [index, key] of keys.entries()) setOwn(object, key, values[index]);
  return object;
}
