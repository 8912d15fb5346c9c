import { StoreError } from '../../store-error';
import { describeCause } from '../error-feed';

/** ioredis says "Ready check failed:" before what the server said. */
const REFUSAL = /\b(?:WRONGPASS|NOAUTH|NOPERM)\b|ERR invalid password|ACL failure/;

/** The server answers, and does not want us: waiting will not help. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && REFUSAL.test(error.message);
}

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.message === 'Command timed out';
}

/** Why a command to the Redis at `where` failed. */
export function toStoreError(cause: unknown, where: string): StoreError {
  if (cause instanceof StoreError) return cause;
  return isRefusal(cause) ? refused(cause, where) : unreachable(where, cause);
}

export function unreachable(where: string, cause: unknown, waited?: number): StoreError {
  const time = waited === undefined ? '' : ` within ${waited} ms`;
  const reason = cause === undefined ? 'it did not answer' : describeCause(cause);
  return new StoreError(
    'DROVER_STORE_UNREACHABLE',
    `Expected ${where} to take commands${time}: ${reason}. Is it running, is the address right, may this host reach it?`,
    { cause },
  );
}

function refused(cause: Error, where: string): StoreError {
  return new StoreError(
    'DROVER_STORE_AUTH',
    `${where} refused this process: ${cause.message}. ${advice(cause.message)}`,
    {
      cause,
    },
  );
}

function advice(message: string): string {
  if (message.includes('NOAUTH'))
    return 'It wants a password: redis://:password@host:6379, or user:password for an ACL user.';
  if (/NOPERM|ACL failure/.test(message))
    return 'Its user needs +@all, less the dangerous ones, on the keys of the namespace.';
  return "Check the URL's user and password; characters such as / # @ in them must be percent-encoded.";
}
