import type { JobClass } from '../job/job';
import { checkJobName } from '../options/job-name';
import { optionsOf } from '../options/job-options';
import { DuplicateJobNameError, UnknownJobClassError } from './registry-errors';

interface Entry {
  readonly jobClass: JobClass;
  readonly where: string;
}

/** Knows every job class by its wire name, and by the forms people write it in. */
export class JobRegistry {
  readonly #entries = new Map<string, Entry>();

  /**
   * @param where - the file it came from, for messages; also gives the class its path form
   * @throws DuplicateJobNameError, UnstableJobNameError
   */
  register(jobClass: JobClass, where = 'code'): void {
    checkJobName(jobClass, where);
    const { name } = optionsOf(jobClass);
    const known = this.#entries.get(name);
    if (known && known.jobClass !== jobClass)
      throw new DuplicateJobNameError(name, where, known.where);
    this.#entries.set(name, { jobClass, where: known?.where ?? where });
  }

  /** @throws UnknownJobClassError */
  resolve(name: string): JobClass {
    const jobClass = this.find(name);
    if (!jobClass) throw new UnknownJobClassError(name, this.names());
    return jobClass;
  }

  /** As {@link resolve}; undefined when no class, or more than one, fits. */
  find(name: string): JobClass | undefined {
    return (this.#entries.get(name) ?? this.#byOtherForm(name))?.jobClass;
  }

  /** The file it came from, or 'code'. @throws UnknownJobClassError */
  placeOf(name: string): string {
    const entry = this.#entries.get(name);
    if (!entry) throw new UnknownJobClassError(name, this.names());
    return entry.where;
  }

  names(): string[] {
    return [...this.#entries.keys()].toSorted();
  }

  list(): readonly { name: string; jobClass: JobClass; where: string }[] {
    return this.names().map((name) => ({ name, ...(this.#entries.get(name) as Entry) }));
  }

  /** `Webhooks::DeliveryJob` and `webhooks/delivery` both mean one class, if only one fits. */
  #byOtherForm(name: string): Entry | undefined {
    const wanted = canonical(name);
    const fits = [...this.#entries].filter(
      ([known, { where }]) =>
        canonical(known) === wanted || canonicalPath(where).endsWith(`/${wanted}`),
    );
    return fits.length === 1 ? fits[0]?.[1] : undefined;
  }
}

/** `Internal::RemoveStaleKeysJob`, `internal/remove-stale-keys.job.ts` → `internal/removestalekeys`. */
function canonical(name: string): string {
  return name
    .replaceAll('::', '/')
    .split('/')
    .map((part) =>
      part
        .replace(/\.[a-z.]+$/i, '')
        .replaceAll(/[-_]/g, '')
        .toLowerCase()
        .replace(/job$/, ''),
    )
    .join('/');
}

function canonicalPath(where: string): string {
  return `/${canonical(where.replaceAll('\\', '/'))}`;
}
