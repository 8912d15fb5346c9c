import { DroverError } from '../support/drover-error';

/** A payload or a command names a class that is not registered. */
export class UnknownJobClassError extends DroverError {
  readonly code = 'DROVER_UNKNOWN_JOB_CLASS';

  constructor(name: string, known: readonly string[]) {
    const list = known.length > 0 ? known.join(', ') : 'none';
    super(
      `No job class is called '${name}'. Known: ${list}. Put its file under jobs/, or give the ` +
        `class that replaced it the old name with @JobName('${name}').`,
    );
  }
}

/** Two classes have the same wire name. */
export class DuplicateJobNameError extends DroverError {
  readonly code = 'DROVER_DUPLICATE_JOB_NAME';

  constructor(name: string, where: string, elsewhere: string) {
    super(
      `Two job classes are called '${name}': one in ${elsewhere}, another in ${where}. ` +
        `Rename one, or give it a name of its own with @JobName('…').`,
    );
  }
}

/** A file under jobs/ threw while it was loaded. */
export class JobFileError extends DroverError {
  readonly code = 'DROVER_JOB_FILE';

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const advice = isUnreadable(file, cause) ? ` ${HOW_TO_READ_TYPESCRIPT}` : '';
    super(`Loading the job file ${file} failed: ${reason}${advice}`, { cause });
  }
}

const HOW_TO_READ_TYPESCRIPT =
  '(Node reads no decorators, and before version 22.18 no TypeScript: run it with node --import tsx, or compile it first.)';

/** Whether it is what Node says to a decorator, and to a file of TypeScript. */
export function isUnreadable(file: string, cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  const isRefused = cause instanceof SyntaxError || code === 'ERR_UNKNOWN_FILE_EXTENSION';
  return isRefused && /\.[cm]?ts$/.test(file);
}
