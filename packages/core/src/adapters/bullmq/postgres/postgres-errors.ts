import { MINIMUM_POSTGRES_VERSION } from 'bullmq';
import { StoreError, type StoreErrorCode } from '../../store-error';
import { describeCause } from '../error-feed';

const ADVICE: Readonly<Record<string, string>> = {
  DROVER_STORE_AUTH:
    "Check the URL's user and password; characters such as / # @ in them must be percent-encoded. " +
    'The first start also needs the right to create a schema.',
  DROVER_STORE_URL: 'Create the database, or correct the URL.',
  DROVER_STORE_VERSION: 'Upgrade the server.',
  DROVER_STORE_UNREACHABLE: 'Is it running, is the address right, may this host reach it?',
};

/** Why the PostgreSQL at `where` cannot be used. */
export function toStoreError(cause: unknown, where: string): StoreError {
  if (cause instanceof StoreError) return cause;
  const code = codeFor(cause);
  return new StoreError(
    code,
    `Expected ${where} to keep jobs: ${describeCause(cause)}. ${ADVICE[code]}`,
    { cause },
  );
}

export function tooOld(found: string, where: string): StoreError {
  const message = `Expected PostgreSQL ${MINIMUM_POSTGRES_VERSION} or newer at ${where}, found ${found}. Upgrade the server.`;
  return new StoreError('DROVER_STORE_VERSION', message);
}

function codeFor(cause: unknown): StoreErrorCode {
  const {
    code = '',
    message = '',
    name = '',
  } = cause as { code?: string; message?: string; name?: string };
  // Class 28 is "invalid authorization", 42501 "insufficient privilege", 3D000 "no such database".
  if (code.startsWith('28') || code === '42501' || message.startsWith('SASL'))
    return 'DROVER_STORE_AUTH';
  if (code === '3D000') return 'DROVER_STORE_URL';
  if (name === 'UnsupportedPostgresVersionError' || name === 'SchemaVersionMismatchError')
    return 'DROVER_STORE_VERSION';
  return 'DROVER_STORE_UNREACHABLE';
}
