import { isForeignFrame } from '../support/own-frames';

/** An error may be its own cause. */
const MAX_CAUSES = 10;

/**
 * The error as a log shows it: without the frames of Drover, Node and dependencies, also in its
 * causes. One that has no other frames keeps them. A stand-in: the error itself is not touched.
 */
export function withCleanStack(error: Error, depth = 0): Error {
  const { cause, stack } = error;
  const deeper = cause instanceof Error && depth < MAX_CAUSES;
  return Object.create(error, {
    stack: { value: cleaned(stack), configurable: true },
    ...(deeper && { cause: { value: withCleanStack(cause, depth + 1), configurable: true } }),
  }) as Error;
}

function cleaned(stack: string | undefined): string | undefined {
  const lines = stack?.split('\n') ?? [];
  const kept = lines.filter((line) => !isForeignFrame(line));
  return kept.some((line) => /^\s+at /.test(line)) ? kept.join('\n') : stack;
}
