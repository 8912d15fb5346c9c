import type { QueueAdapter } from './adapters/queue-adapter';
import type { JobClass } from './job/job';
import { fromZero } from './options/from-zero';
import { checkKeys } from './options/check-keys';
import { InvalidOptionsError } from './options/invalid-options-error';
import { checkKey } from './serialization/encryption/encryption-key';
import { KeyRing } from './serialization/encryption/key-ring';
import type { Duration } from './support/duration';
import type { DroverOptions } from './drover-options';

export function checkAdapter(adapter: QueueAdapter | undefined): QueueAdapter | undefined {
  if (adapter === undefined) return undefined;
  const methods = ['enqueue', 'enqueueAll', 'consume', 'close'] as const;
  const lacking = methods.find((method) => typeof adapter[method] !== 'function');
  if (typeof adapter.name === 'string' && lacking === undefined) return adapter;
  throw new InvalidOptionsError(
    'configure() adapter',
    `an adapter: an object with a name, ${methods.join(', ')}`,
    adapter,
    lacking === undefined ? '' : `It has no ${lacking}().`,
  );
}

export function checkFunction<T>(where: string, value: T): T {
  if (value === undefined || typeof value === 'function') return value;
  throw new InvalidOptionsError(where, 'a function', value);
}

/** A text alone is a list of letters, `/` among them. */
export function checkJobs(jobs: readonly (string | JobClass)[]): (string | JobClass)[] {
  if (Array.isArray(jobs)) return [...jobs];
  throw new InvalidOptionsError('configure() jobs', 'a list of folders and job classes', jobs);
}

export function checkSchedule(schedule: unknown): string | false | undefined {
  if (schedule === undefined || schedule === false || typeof schedule === 'string') return schedule;
  throw new InvalidOptionsError('configure() schedule', 'the name of a file, or false', schedule);
}

/** Never shows what was given. @throws EncryptionKeyError, InvalidOptionsError */
export function checkEncryption(
  encryption: DroverOptions['encryption'],
  variable: { readonly name: string; readonly value: string | undefined },
): KeyRing {
  if (encryption === undefined) {
    const keys = variable.value?.split(',') ?? [];
    return new KeyRing(keys.map((key, index) => checkKey(`${variable.name}[${index}]`, key)));
  }
  const { keys } = Object(encryption) as { readonly keys?: unknown };
  if (!Array.isArray(keys))
    throw new InvalidOptionsError('configure() encryption.keys', 'a list of keys', typeof keys);
  checkKeys('configure() encryption', encryption, ['keys']);
  return new KeyRing(
    keys.map((key, index) => checkKey(`configure() encryption.keys[${index}]`, key)),
  );
}

/** Below that, an ordinary pause of a busy process would lose it its jobs. */
export function atLeastASecond(where: string, value: Duration): number {
  const milliseconds = fromZero(where, value);
  if (milliseconds >= 1000) return milliseconds;
  throw new InvalidOptionsError(where, 'a duration of at least 1 second', value);
}

export function finite(where: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new InvalidOptionsError(where, 'a number', value);
}
