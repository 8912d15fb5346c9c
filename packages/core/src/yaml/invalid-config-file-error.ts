import { DroverError } from '../support/drover-error';

/** Something in a configuration file that cannot mean anything, and where. Both count from 1. */
export interface ConfigProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A configuration file that cannot be used. Tells everything that is wrong with it at once. */
export class InvalidConfigFileError extends DroverError {
  readonly code = 'DROVER_CONFIG_FILE';

  constructor(
    readonly file: string,
    readonly problems: readonly ConfigProblem[],
  ) {
    super(
      problems
        .map(({ line, column, message }) => `${file}:${line}:${column}: ${oneLine(message)}`)
        .join('\n'),
    );
  }
}

/** What a message quotes from the file may have line breaks, and each problem has one line. */
function oneLine(message: string): string {
  return message.replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, ' ');
}
