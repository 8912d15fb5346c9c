import { isInstance, type ErrorClass } from './error-class';
import type { Wait } from './backoff';

/** User code a policy calls with the job and the error. */
export type PolicyHandler = (job: object, error: Error) => unknown;

/** One declaration about errors. A class has ONE list of them, searched in order. */
export type ErrorPolicy = RetryPolicy | DiscardPolicy | RescuePolicy;

export interface RetryPolicy {
  readonly kind: 'retry';
  readonly errors: readonly ErrorClass[];
  /** Names the counter of this declaration in the payload. */
  readonly key: string;
  readonly wait: Wait;
  /** Runs granted, the first included; Infinity for 'unlimited'. */
  readonly attempts: number;
  /** Undefined: the class's default. 0: none. */
  readonly jitter: number | undefined;
  readonly queue: string | undefined;
  readonly priority: number | undefined;
  readonly report: boolean;
  readonly onExhausted: PolicyHandler | undefined;
}

export interface DiscardPolicy {
  readonly kind: 'discard';
  readonly errors: readonly ErrorClass[];
  readonly report: boolean;
  readonly onDiscard: PolicyHandler | undefined;
}

export interface RescuePolicy {
  readonly kind: 'rescue';
  readonly errors: readonly ErrorClass[];
  readonly handler: PolicyHandler;
}

export interface PolicyMatch {
  readonly policy: ErrorPolicy;
  /** The error itself, or the cause that matched. */
  readonly error: Error;
}

/** The first policy for the error, else for its cause, and so on down the chain. */
export function findPolicy(
  policies: readonly ErrorPolicy[],
  error: Error,
): PolicyMatch | undefined {
  const seen = new Set<unknown>();
  for (let each: unknown = error; isError(each) && !seen.has(each); each = each.cause) {
    seen.add(each);
    const policy = policies.find(({ errors }) => errors.some((known) => isInstance(each, known)));
    if (policy) return { policy, error: each };
  }
  return undefined;
}

function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value;
}
