import { DroverError } from '../../support/drover-error';

/** A job goes about its steps in a way that cannot go on. It is never resumed after one of these. */
export abstract class ContinuationError extends DroverError {}

/** A step that cannot be: named twice, inside another, or not where earlier runs met it. */
export class InvalidStepError extends ContinuationError {
  readonly code = 'DROVER_INVALID_STEP';
}

/** `advance()` of a cursor that is no whole number. */
export class UnadvanceableCursorError extends ContinuationError {
  readonly code = 'DROVER_UNADVANCEABLE_CURSOR';
}

/** A cursor with which the job would be larger than a job may be. */
export class CursorTooLargeError extends ContinuationError {
  readonly code = 'DROVER_CURSOR_TOO_LARGE';

  constructor(step: string, bytes: number, room: number) {
    super(
      `Step '${step}': expected a cursor of at most ${Math.max(0, room)} bytes, which is what the rest of ` +
        `the job leaves of 'payload.limit', got ${bytes}. Keep in it where the step goes on, not what it found.`,
    );
  }
}

/** A checkpoint inside a transaction: a run that ends there would save what is rolled back. */
export class CheckpointError extends ContinuationError {
  readonly code = 'DROVER_CHECKPOINT';
}

/** The job went on as often as its class allows. */
export class ResumeLimitError extends ContinuationError {
  readonly code = 'DROVER_RESUME_LIMIT';

  constructor(name: string, most: number, options?: ErrorOptions) {
    super(
      `${name} was resumed ${most} times, the most that its @Continuable allows. What it has done is ` +
        'kept with it: retry it by hand, raise maxResumptions, or let its steps come further between two stops.',
      options,
    );
  }
}
