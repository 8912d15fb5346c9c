import type { DeclaredEntry } from '../adapters/schedule-store';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import { toDeclaredEntry } from './declared-entry';
import { sealedEntry } from './sealed-entry';

/** The entries that the registered classes declare with `@Cron`. @throws SerializationError */
export function classEntries(
  registry: JobRegistry,
  serializer: ArgumentSerializer,
): readonly DeclaredEntry[] {
  return registry.list().flatMap(({ jobClass }) => entriesOf(jobClass, serializer));
}

function entriesOf(jobClass: DeclaringClass, serializer: ArgumentSerializer): DeclaredEntry[] {
  const { name: job, crons } = optionsOf(jobClass);
  return crons.map(({ name = job, args, recurrence, settings }) => {
    const entry = toDeclaredEntry({
      ...{ name, job, recurrence, settings },
      args: serializer.serialize(args),
      source: 'class',
    });
    return sealedEntry(entry, jobClass, serializer);
  });
}
