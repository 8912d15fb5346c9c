import type { DeclaringClass } from '../options/declarations';
import type { EncryptedRule } from '../options/encrypted-rule';
import { optionsOf } from '../options/job-options';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { ValueOwner } from '../serialization/encryption/key-ring';
import { isSealed } from '../serialization/encryption/sealed-value';
import type { JobData, StoredSteps } from '../serialization/job-data';
import type { JsonValue } from '../support/json';
import { STATE } from './job-state';
import type { Stateful } from './performable';

type Parts = { readonly serializer: ArgumentSerializer };

/** The place of what `perform` returned. */
export const RESULT = 'result';

/** Whose values they are: of the record in the store, under whatever name the class is known here. */
export function ownerOf(job: Stateful): ValueOwner {
  const { id, delivery } = job[STATE];
  return { name: delivery?.name ?? optionsOf(job.constructor as DeclaringClass).name, id };
}

/** What goes to the store of a job: as it is, unless its class is `@Encrypted`. */
export function sealed(job: Stateful, data: JobData, { serializer }: Parts): JobData {
  const { encrypted } = optionsOf(job.constructor as DeclaringClass);
  if (!encrypted) return data;
  const owner = ownerOf(job);
  return changeValues(data, encrypted, (value, place) => serializer.keys.seal(value, place, owner));
}

/** What `perform` returned, on its way to the store. */
export function sealedResult(job: Stateful, value: JsonValue, { serializer }: Parts): JsonValue {
  const { encrypted } = optionsOf(job.constructor as DeclaringClass);
  return encrypted ? serializer.keys.seal(value, RESULT, ownerOf(job)) : value;
}

/**
 * What the key of a lock or a limit is in the store: of a class that is `@Encrypted`, nothing that can be
 * read or guessed.
 *
 * @throws EncryptionKeyError when there is no key
 */
export function sealedKey(job: Stateful, key: string, { serializer }: Parts): string {
  const { name, encrypted } = optionsOf(job.constructor as DeclaringClass);
  return encrypted ? serializer.keys.digest(key, name) : key;
}

/** Encoded values that can be read, of whatever class. @throws DecryptionError */
export function opened(job: Stateful, data: JobData, parts: Parts): JobData {
  return changeValues(data, ALL, opener(job, parts));
}

/** The same of arguments alone. @throws DecryptionError */
export function openedArguments(
  job: Stateful,
  args: readonly JsonValue[],
  parts: Parts,
): readonly JsonValue[] {
  return changeArguments(args, ALL, opener(job, parts));
}

function opener(job: Stateful, { serializer }: Parts): Change {
  const owner = ownerOf(job);
  return (value, place) => (isSealed(value) ? serializer.keys.open(value, place, owner) : value);
}

export const ALL: EncryptedRule = Object.freeze({ positions: undefined });

type Change = (value: JsonValue, place: string) => JsonValue;

/**
 * A copy with every value of the job changed: arguments, attributes, contexts, the cursor. The place is
 * what the serializer calls it. Anyone may have written the data: what is no value of a job stays.
 */
export function changeValues(data: JobData, { positions }: EncryptedRule, change: Change): JobData {
  const { args, attributes, context, steps } = data;
  return {
    ...data,
    args: changeArguments(args, { positions }, change),
    ...(attributes && { attributes: changeEntries(attributes, change) }),
    ...(context && {
      context: changeEntries(context, (values, name) =>
        changeEntries(values, (value, attribute) => change(value, `${name}.${attribute}`)),
      ),
    }),
    ...(steps && { steps: changeCursor(steps, change) }),
  };
}

export function changeArguments(
  args: readonly JsonValue[],
  { positions }: EncryptedRule,
  change: Change,
): readonly JsonValue[] {
  return args.map((value, index) =>
    positions && !positions.includes(index) ? value : change(value, `args[${index}]`),
  );
}

function changeEntries<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T, name: string) => U,
): Record<string, T | U> {
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value, name)]),
  );
}

function changeCursor(steps: StoredSteps, change: Change): StoredSteps {
  const { cursor } = steps.current ?? {};
  if (!steps.current || cursor === undefined) return steps;
  return { ...steps, current: { ...steps.current, cursor: change(cursor, 'cursor') } };
}
