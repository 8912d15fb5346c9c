import { optionsOf } from '../options/job-options';
import { EncryptionKeyError } from '../serialization/encryption/encryption-key-error';
import type { KeyRing } from '../serialization/encryption/key-ring';
import type { JobRegistry } from './job-registry';

/** That classes are `@Encrypted` and there is no key. */
export function missingKey(registry: JobRegistry, keys: KeyRing): EncryptionKeyError | undefined {
  if (!keys.isEmpty) return undefined;
  const names = registry
    .list()
    .filter(({ jobClass }) => optionsOf(jobClass).encrypted)
    .map(({ name }) => name);
  return names.length > 0 ? EncryptionKeyError.missing(names) : undefined;
}
