import { types } from 'node:util';
import type { ObjectType } from '../tag-type';
import { whenAll } from '../when-all';
import { expectList } from './expect-shape';
import { isDirectInstance } from './is-direct-instance';
import { expectEntry } from './object-entries';

export const mapType: ObjectType<Map<unknown, unknown>> = {
  tag: '$map',
  holds: 'a list of keys and values',
  matches: (value) => types.isMap(value) && isDirectInstance(value, Map),
  encode: (map, part) => ({
    $map: Array.from(map, ([key, value], at) => [
      part(key, { of: 'keys', at }),
      part(value, { of: 'values', at }),
    ]),
  }),
  decode({ $map }, part) {
    const entries = expectList($map).map(expectEntry);
    const parts = entries.flatMap(([key, value], at) => [
      part(key, { of: 'keys', at }),
      part(value, { of: 'values', at }),
    ]);
    return whenAll(parts, toMap);
  },
};

function toMap(parts: readonly unknown[]): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let index = 0; index < parts.length; index += 2) map.set(parts[index], parts[index + 1]);
  return map;
}

export const setType: ObjectType<Set<unknown>> = {
  tag: '$set',
  holds: 'a list',
  matches: (value) => types.isSet(value) && isDirectInstance(value, Set),
  encode: (set, part) => ({
    $set: Array.from(set, (item, at) => part(item, { of: 'values', at })),
  }),
  decode({ $set }, part) {
    const parts = expectList($set).map((item, at) => part(item, { of: 'values', at }));
    return whenAll(parts, (items) => new Set(items));
  },
};
