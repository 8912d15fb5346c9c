import { DroverError } from './drover-error';

/** An optional peer is needed for what was asked and is not installed. */
export class MissingDependencyError extends DroverError {
  readonly code = 'DROVER_MISSING_DEPENDENCY';

  constructor(
    readonly dependency: string,
    neededFor: string,
    cause?: unknown,
  ) {
    super(
      `${neededFor} needs the package '${dependency}', which is not installed. ` +
        `Run: npm install ${dependency}`,
      { cause },
    );
  }
}
