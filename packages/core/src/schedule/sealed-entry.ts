import type { DeclaredEntry, EntryDefinition } from '../adapters/schedule-store';
import { ALL, changeArguments } from '../job/sealed-data';
import type { DeclaringClass } from '../options/declarations';
import type { EncryptedRule } from '../options/encrypted-rule';
import { optionsOf } from '../options/job-options';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { ValueOwner } from '../serialization/encryption/key-ring';
import { isSealed } from '../serialization/encryption/sealed-value';
import type { JsonValue } from '../support/json';

/** Whose the arguments of an entry are. @param job - the wire name of its class */
export function entryOwner(name: string, job: string): ValueOwner {
  return { name: job, id: `schedule:${name}` };
}

/**
 * An entry as it goes to the store: of a class that is `@Encrypted` without arguments that can be read. Its
 * revision is the same in every process with the same first key, and tells nobody what they are.
 *
 * @throws EncryptionKeyError
 */
export function sealedEntry(
  entry: DeclaredEntry,
  jobClass: DeclaringClass | undefined,
  { keys }: ArgumentSerializer,
): DeclaredEntry {
  const { name, definition, revision } = entry;
  const rule = jobClass ? optionsOf(jobClass).encrypted : ruleOf(definition);
  if (!rule) return entry;
  const owner = entryOwner(name, definition.job);
  const args = changeArguments(definition.args, rule, (value, place) =>
    keys.seal(value, place, owner),
  );
  return {
    ...entry,
    definition: { ...definition, args },
    revision: keys.digest(revision, definition.job),
  };
}

/** Of an entry whose class is not known here. */
function ruleOf({ args }: EntryDefinition): EncryptedRule | undefined {
  return args.some(isSealed) ? ALL : undefined;
}

/** The encoded arguments of an entry, so that they can be read. @throws DecryptionError */
export function openedArgumentsOf(
  { name, definition }: { readonly name: string; readonly definition: EntryDefinition },
  { keys }: ArgumentSerializer,
): readonly JsonValue[] {
  const owner = entryOwner(name, definition.job);
  return changeArguments(definition.args, ALL, (value, place) =>
    isSealed(value) ? keys.open(value, place, owner) : value,
  );
}
