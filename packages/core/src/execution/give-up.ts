import type { Hook } from '../options/hooks';

/**
 * Runs every AfterDiscard method, also after one that throws. Resolves to the error to go on with:
 * the job's own, or the last that a method threw (with the one before as its cause).
 */
export async function runDiscardHooks(
  job: object,
  hooks: readonly Hook[],
  error: Error,
): Promise<Error | undefined> {
  let thrown: Error | undefined;
  for (const { method } of hooks) {
    try {
      await (job as Record<string | symbol, (error: Error) => unknown>)[method]?.(error);
    } catch (next) {
      thrown = withCause(next, thrown ?? error);
    }
  }
  return thrown;
}

function withCause(thrown: unknown, cause: Error): Error {
  if (!(thrown instanceof Error)) return new Error(String(thrown), { cause });
  if (thrown.cause === undefined && thrown !== cause) thrown.cause = cause;
  return thrown;
}
