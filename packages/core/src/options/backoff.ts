import { DURATION_FORMS, parseDuration, type Duration } from '../support/duration';
import { didYouMean } from '../support/nearest';
import { InvalidOptionsError } from './invalid-options-error';

/** Gives the pause before the next run. `executions` counts this declaration's failures, from 1. */
export type WaitFunction = (executions: number, error: Error) => Duration;

/**
 * How long to pause before a retry: a duration, a named curve, or a function of the declaration's
 * own failure count and the error.
 *
 * - a duration d: d, plus up to d × jitter
 * - `'polynomiallyLonger'`: n⁴ s, plus up to n⁴ × jitter s, plus 2 s (3, 18, 83, 258 s …), as Active Job
 * - `'exponentially'`: 2ⁿ s, plus up to 2ⁿ × jitter s (2, 4, 8, 16 s …)
 * - a function: what it returns; jitter is never added
 */
export type Wait = Duration | 'polynomiallyLonger' | 'exponentially' | WaitFunction;

const CURVES = ['polynomiallyLonger', 'exponentially'];
const FORMS = `${DURATION_FORMS}, 'polynomiallyLonger', 'exponentially', or a function`;

export function checkWait(where: string, wait: unknown): Wait {
  const known =
    typeof wait === 'function' ||
    wait === 'polynomiallyLonger' ||
    wait === 'exponentially' ||
    (parseDuration(wait) ?? -1) >= 0;
  if (!known) throw new InvalidOptionsError(where, FORMS, wait, didYouMean(String(wait), CURVES));
  return wait as Wait;
}

/** Milliseconds until the next run, never negative. */
export function computeWait(
  wait: Wait,
  {
    failures,
    error,
    jitter,
    random,
  }: { failures: number; error: Error; jitter: number; random: () => number },
): number {
  if (typeof wait === 'function') return fromFunction(wait(failures, error));
  const { base, extra } = curve(wait, failures);
  const jittered = jitter === 0 ? base : base + random() * base * jitter;
  return Math.max(0, jittered + extra);
}

function curve(wait: Exclude<Wait, WaitFunction>, n: number): { base: number; extra: number } {
  if (wait === 'polynomiallyLonger') return { base: n ** 4 * 1000, extra: 2000 };
  if (wait === 'exponentially') return { base: 2 ** n * 1000, extra: 0 };
  return { base: parseDuration(wait) ?? 0, extra: 0 };
}

function fromFunction(returned: unknown): number {
  const milliseconds = parseDuration(returned);
  if (milliseconds === undefined) {
    throw new InvalidOptionsError('The return value of a wait function', DURATION_FORMS, returned);
  }
  return Math.max(0, milliseconds);
}
