import { DroverError } from '../support/drover-error';

/** The process of a job died, or fell silent, each time it ran. */
export class JobCrashedError extends DroverError {
  readonly code = 'DROVER_JOB_CRASHED';

  constructor(name: string, crashes: number) {
    super(
      `${name} was running ${crashes} times when its process died or its lock ran out, and is not ` +
        `started again. Find out what ended the process (memory, a native crash, process.exit, a ` +
        `blocked event loop), then retry the job.`,
    );
  }
}
