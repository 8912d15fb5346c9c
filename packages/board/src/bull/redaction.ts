/** What takes the place of what is for nobody. Core's own. */
export const FILTERED = '[FILTERED]';

/** Shorter ones stand in every other text by chance. */
const SHORTEST = 4;

/** The texts that are in the original and filtered from what is shown of it, the longest first. */
export function hiddenTexts(original: unknown, shown: unknown): readonly string[] {
  const found = new Set<string>();
  collect(original, shown, found);
  return [...found].toSorted((a, b) => b.length - a.length);
}

/** A copy without those texts, wherever in it they stand: also in a message, a stack, or a line of log. */
export function redact<T>(value: T, hidden: readonly string[]): T {
  if (hidden.length === 0) return value;
  return replaced(value, hidden) as T;
}

function replaced(value: unknown, hidden: readonly string[]): unknown {
  if (typeof value === 'string')
    return hidden.reduce((text, secret) => text.replaceAll(secret, FILTERED), value);
  if (Array.isArray(value)) return value.map((each) => replaced(each, hidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, replaced(each, hidden)]),
  );
}

function collect(original: unknown, shown: unknown, found: Set<string>): void {
  if (shown === FILTERED) return collectLeaves(original, found);
  if (typeof original !== 'object' || original === null) return;
  const counterpart = Object(shown) as Record<string, unknown>;
  for (const [key, value] of Object.entries(original)) collect(value, counterpart[key], found);
}

function collectLeaves(value: unknown, found: Set<string>): void {
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collectLeaves(each, found);
  else if (typeof value === 'string' || typeof value === 'number') add(String(value), found);
}

function add(text: string, found: Set<string>): void {
  if (text.length >= SHORTEST) found.add(text);
}
