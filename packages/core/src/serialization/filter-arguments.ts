import type { ParameterFilter } from '../options/parameter-filter';
import type { JsonValue } from '../support/json';
import { MAX_DEPTH } from './limits';
import { setOwn } from './own-property';

const FILTERED = '[FILTERED]';

/**
 * Encoded arguments without what is told to nobody: for logs and events. What is nested too deep to
 * be Drover's is left out as well.
 */
export function filterArguments(
  args: readonly JsonValue[],
  { keys, positions }: ParameterFilter,
): readonly JsonValue[] {
  if (keys.length === 0 && positions.length === 0) return args;
  return args.map((each, index) =>
    positions.includes(index) ? FILTERED : filtered(each, keys, 0),
  );
}

function filtered(value: JsonValue, keys: readonly RegExp[], depth: number): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return FILTERED;
  if (isList(value)) return value.map((each) => filtered(each, keys, depth + 1));
  const shown: Record<string, JsonValue> = {};
  for (const [key, each] of Object.entries(value)) {
    if (key === '$object' || key === '$map') setOwn(shown, key, entries(each, keys, depth + 1));
    else setOwn(shown, key, isHidden(key, keys) ? FILTERED : filtered(each, keys, depth + 1));
  }
  return shown;
}

/** Objects and Maps that are stored as a list of keys and values. */
function entries(list: JsonValue, keys: readonly RegExp[], depth: number): JsonValue {
  if (!isList(list)) return filtered(list, keys, depth);
  return list.map((entry) => {
    if (!isList(entry)) return filtered(entry, keys, depth);
    const [key = null, value = null] = entry;
    const hidden = typeof key === 'string' && isHidden(key, keys);
    return [filtered(key, keys, depth + 1), hidden ? FILTERED : filtered(value, keys, depth + 1)];
  });
}

function isHidden(key: string, keys: readonly RegExp[]): boolean {
  return keys.some((each) => each.test(key));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
