import { ENCRYPTED, redact as redactTexts, redactValue as redactAll, textsIn } from '@drover/core';

/** What takes the place of what is for nobody. Core's own. */
export const FILTERED = '[FILTERED]';

/** The texts that are in the original and hidden from what is shown of it, the longest first. */
export function hiddenTexts(original: unknown, shown: unknown): readonly string[] {
  return textsIn(hiddenParts(original, shown));
}

/** A copy without those texts, wherever in it they stand: also in a message, a stack, or a line of log. */
export function redact<T>(value: T, hidden: readonly string[]): T {
  return redactTexts(value, hidden, FILTERED);
}

/** Also without numbers that are such texts: for what a job says itself, and not what is said of it. */
export function redactValue(value: unknown, hidden: readonly string[]): unknown {
  return redactAll(value, hidden, FILTERED);
}

function hiddenParts(original: unknown, shown: unknown): unknown[] {
  if (shown === FILTERED || shown === ENCRYPTED) return [original];
  if (typeof original !== 'object' || original === null) return [];
  const counterpart = Object(shown) as Record<string, unknown>;
  return Object.entries(original).flatMap(([key, value]) => hiddenParts(value, counterpart[key]));
}
