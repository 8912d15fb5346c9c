import { inspect, toUSVString } from 'node:util';

/** Shorter ones stand in every other text by chance. */
const SHORTEST = 4;

/** The texts and numbers in encoded values, in each form in which somebody may write them, the longest first. */
export function textsIn(values: readonly unknown[]): readonly string[] {
  const found = new Set<string>();
  for (const value of values) collect(value, found);
  return [...found].toSorted((a, b) => b.length - a.length);
}

/** A copy with a word in the place of these texts, wherever they stand: also in a message, a stack, a line of log. */
export function redact<T>(value: T, hidden: readonly string[], word: string): T {
  if (hidden.length === 0) return value;
  const change = (leaf: unknown) => (typeof leaf === 'string' ? without(leaf, hidden, word) : leaf);
  return mapLeaves(value, change) as T;
}

/** Also without numbers that are such texts: for what a job says itself, and not what is said of it. */
export function redactValue(value: unknown, hidden: readonly string[], word: string): unknown {
  return mapLeaves(redact(value, hidden, word), (leaf) =>
    typeof leaf === 'number' && hidden.includes(String(leaf)) ? word : leaf,
  );
}

function without(text: string, hidden: readonly string[], word: string): string {
  return hidden.reduce((rest, secret) => rest.replaceAll(secret, word), text);
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => mapLeaves(each, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, mapLeaves(each, change)]),
  );
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collect(each, found);
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
