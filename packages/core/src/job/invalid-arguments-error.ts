import { DroverError } from '../support/drover-error';

/** What a schema has against a value. */
export interface ArgumentIssue {
  /** The place, such as `args[0].email`. */
  readonly path: string;
  readonly message: string;
}

const MOST_SHOWN = 5;

/** The schema of the class, its static `args`, refuses the arguments. */
export class InvalidArgumentsError extends DroverError {
  readonly code = 'DROVER_INVALID_ARGUMENTS';
  readonly issues: readonly ArgumentIssue[];

  constructor(name: string, issues: readonly ArgumentIssue[]) {
    const shown = issues.slice(0, MOST_SHOWN).map(({ path, message }) => `${path}: ${message}`);
    const more = issues.length > MOST_SHOWN ? `; and ${issues.length - MOST_SHOWN} more` : '';
    super(
      `${name}: expected arguments that the schema of the class takes, got others. ` +
        `${shown.join('; ')}${more}. Mend them where they are enqueued, or the schema.`,
    );
    this.issues = issues;
  }
}
