import type { HeldLock } from '../adapters/lock-store';
import { DroverError } from '../support/drover-error';

/**
 * Somebody else holds the lock, and went on holding it for as long as this one would wait. Expected
 * of every lock that is worth having: retry it with `@RetryOn(LockConflictError, …)`.
 */
export class LockConflictError extends DroverError {
  readonly code = 'DROVER_LOCK_CONFLICT';

  constructor(
    readonly key: string,
    /** Who holds it, the one that expires first in front. */
    readonly holders: readonly HeldLock[],
  ) {
    super(
      `The lock '${key}' is held by ${holders.map(describe).join(', ') || 'somebody else'}. ` +
        `@RetryOn(LockConflictError) tries again later, 'wait' waits for it here; ` +
        `'drover locks' shows who holds what.`,
    );
  }
}

/** A lock ended before its holder did: the process stood still for longer than its ttl, or the store was away. */
export class LockLostError extends DroverError {
  readonly code = 'DROVER_LOCK_LOST';

  constructor(
    readonly key: string,
    ttl: number,
  ) {
    super(
      `The lock '${key}' is lost: it could not be renewed within its ttl of ${ttl} ms, and another may hold it. ` +
        `Stop at the lock's signal, let what it protects refuse an older 'fence', or raise the ttl.`,
    );
  }
}

function describe({ name, jobId, owner }: HeldLock): string {
  return jobId === undefined ? owner : `${name ?? 'a job'} (Job ID: ${jobId})`;
}
