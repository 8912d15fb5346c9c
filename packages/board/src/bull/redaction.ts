import { inspect, toUSVString } from 'node:util';

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
  return mapLeaves(value, (leaf) => (typeof leaf === 'string' ? without(leaf, hidden) : leaf)) as T;
}

/** Also without numbers that are such texts: for what a job says itself, and not what is said of it. */
export function redactValue(value: unknown, hidden: readonly string[]): unknown {
  return mapLeaves(redact(value, hidden), (leaf) =>
    typeof leaf === 'number' && hidden.includes(String(leaf)) ? FILTERED : leaf,
  );
}

function without(text: string, hidden: readonly string[]): string {
  return hidden.reduce((rest, secret) => rest.replaceAll(secret, FILTERED), text);
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => mapLeaves(each, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, mapLeaves(each, change)]),
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

/** Also line by line: whoever prints an object breaks a long text there. */
function add(text: string, found: Set<string>): void {
  for (const part of [text, ...text.split(/\r?\n/)])
    if (part.length >= SHORTEST) for (const form of formsOf(part)) found.add(form);
}

/** As it is, and as JSON, a printed object and an address write it. */
function formsOf(text: string): readonly string[] {
  const quoted = [JSON.stringify(text), inspect(text)].map((each) => each.slice(1, -1));
  const inForm = new URLSearchParams([['', text]]).toString().slice(1);
  return [text, ...quoted, inForm, encodeURIComponent(toUSVString(text))];
}
