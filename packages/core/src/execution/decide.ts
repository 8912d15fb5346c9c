import { computeWait } from '../options/backoff';
import {
  findPolicy,
  type DiscardPolicy,
  type ErrorPolicy,
  type RescuePolicy,
  type RetryPolicy,
} from '../options/error-policy';

/** What the class's rules say about an error. */
export type Verdict =
  | {
      readonly kind: 'retry';
      readonly policy: RetryPolicy;
      readonly error: Error;
      readonly wait: number;
      readonly failures: Failures;
    }
  | { readonly kind: 'exhausted'; readonly policy: RetryPolicy; readonly error: Error }
  | { readonly kind: 'discard'; readonly policy: DiscardPolicy; readonly error: Error }
  | { readonly kind: 'rescue'; readonly policy: RescuePolicy; readonly error: Error }
  | { readonly kind: 'unhandled'; readonly error: Error };

/** Failures per retry declaration. */
export type Failures = Readonly<Record<string, number>>;

export interface Situation {
  readonly policies: readonly ErrorPolicy[];
  /** Runs so far, the failed one included. */
  readonly executions: number;
  /** Undefined in a payload that never carried counters: the runs then stand for them. */
  readonly failures: Failures | undefined;
  /** Jitter of rules that say nothing. */
  readonly jitter: number;
  readonly random: () => number;
}

/** Finds the rule for the error and what it says now. Pure. */
export function decide(thrown: Error, situation: Situation): Verdict {
  const match = findPolicy(situation.policies, thrown);
  if (!match) return { kind: 'unhandled', error: thrown };
  const { policy, error } = match;
  if (policy.kind === 'discard') return { kind: 'discard', policy, error };
  if (policy.kind === 'rescue') return { kind: 'rescue', policy, error };
  return decideRetry(policy, error, situation);
}

function decideRetry(
  policy: RetryPolicy,
  error: Error,
  { executions, failures, jitter, random }: Situation,
): Verdict {
  const count = failures ? (failures[policy.key] ?? 0) + 1 : executions;
  if (count >= policy.attempts) return { kind: 'exhausted', policy, error };
  const wait = computeWait(policy.wait, {
    failures: count,
    error,
    jitter: policy.jitter ?? jitter,
    random,
  });
  return { kind: 'retry', policy, error, wait, failures: { ...failures, [policy.key]: count } };
}
