/**
 * The base of every error Drover raises.
 *
 * `code` is stable and listed in `docs/errors.md`; match on it, never on the message. The error
 * that led here, where there is one, is kept as `cause`.
 */
export abstract class DroverError extends Error {
  abstract readonly code: `DROVER_${string}`;

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}
