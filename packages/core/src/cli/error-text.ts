import { DroverError } from '../support/drover-error';

/** Our own errors advise in their message; anything else needs its stack. */
export function errorText(error: unknown): string {
  if (error instanceof DroverError)
    return `${error.code}: ${error.message}${causeText(error.cause)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return cause instanceof DroverError
    ? `\n${cause.code}: ${cause.message}`
    : `\n${cause.stack ?? cause.message}`;
}
