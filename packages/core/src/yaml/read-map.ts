import { isNull, type LocatedEntry } from './located-yaml';
import type { ProblemList } from './problem-list';
import type { Read } from './read-scalars';

/** The keys a map may have, and how each is read. */
export interface MapForm<T> {
  readonly readers: Readonly<Record<string, Read<Partial<T>>>>;
  /** Keys that mean something to somebody else. */
  readonly foreign: Readonly<Record<string, string>>;
}

/** What a map says. A key without a value is as good as absent; one that nobody knows is a problem. */
export function readMap<T extends object>(
  entries: readonly LocatedEntry[],
  { readers, foreign }: MapForm<T>,
  problems: ProblemList,
  where = '',
): Partial<T> {
  const values: Partial<T> = {};
  for (const { key, keyAt, node } of entries) {
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (read && !isNull(node)) Object.assign(values, read(`${where}${key}`, node, problems));
    else if (!read && !Object.hasOwn(foreign, key))
      problems.unknownKey(keyAt, key, Object.keys(readers), where);
  }
  return values;
}

/** Reads a value into a key. */
export function into<T, Key extends keyof T>(
  key: Key,
  read: Read<NonNullable<T[Key]>>,
): Read<Partial<T>> {
  return (where, node, problems) => {
    const value = read(where, node, problems);
    return value === undefined ? undefined : ({ [key]: value } as unknown as Partial<T>);
  };
}
