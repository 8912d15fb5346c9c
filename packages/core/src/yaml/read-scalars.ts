import { parseDuration } from '../support/duration';
import type { LocatedNode } from './located-yaml';
import type { ProblemList } from './problem-list';

/** Reads one setting. Undefined, with a problem reported, when it cannot mean anything. */
export type Read<T> = (where: string, node: LocatedNode, problems: ProblemList) => T | undefined;

/** A whole number, also as a text: that is what `"<%= ENV['X'] %>"` comes to. */
export function wholeNumberFrom(least: number): Read<number> {
  return (where, node, problems) => {
    const number = numberOf(node);
    if (Number.isInteger(number) && number >= least) return number;
    problems.mismatch(where, `a whole number from ${least}`, node);
    return undefined;
  };
}

/** Seconds, as milliseconds. */
export const readSeconds: Read<number> = (where, node, problems) => {
  const number = numberOf(node);
  if (Number.isFinite(number) && number >= 0) return Math.round(number * 1000);
  problems.mismatch(where, 'a number of seconds from 0', node);
  return undefined;
};

export const readFlag: Read<boolean> = (where, node, problems) => {
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  problems.mismatch(where, 'true or false', node);
  return undefined;
};

export const readText: Read<string> = (where, node, problems) => {
  if (node.kind === 'scalar' && typeof node.value === 'string') return node.value;
  problems.mismatch(where, 'a text', node);
  return undefined;
};

/** Milliseconds. Always with a unit: other settings of such files are numbers of seconds. */
export const readDuration: Read<number> = (where, node, problems) => {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined && milliseconds >= 0) return milliseconds;
  problems.mismatch(where, "a duration such as '30 seconds', '5m' or '1 hour'", node);
  return undefined;
};

export function oneOf<T extends string>(...choices: readonly T[]): Read<T> {
  return (where, node, problems) => {
    const value = node.kind === 'scalar' ? node.value : undefined;
    const choice = choices.find((each) => each === value);
    if (choice === undefined)
      problems.mismatch(where, choices.map((each) => `'${each}'`).join(' or '), node);
    return choice;
  };
}

function numberOf(node: LocatedNode): number {
  if (node.kind !== 'scalar') return NaN;
  const { value } = node;
  if (typeof value === 'string') return /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : NaN;
  return typeof value === 'number' ? value : NaN;
}
