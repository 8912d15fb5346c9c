import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { pathToFileURL } from 'node:url';
import { Job, type JobClass } from '../job/job';
import type { JobRegistry } from './job-registry';
import { isUnreadable, JobFileError } from './registry-errors';

const JOB_FILE = /\.[cm]?[jt]s$/;
const NOT_A_JOB_FILE =
  /\.d\.[cm]?ts$|\.(?:test|spec)\.[cm]?[jt]s$|(?:^|[/\\])(?:__tests__|node_modules)[/\\]/;

/**
 * Loads every job file below the folder and registers the job classes it exports. Tests and
 * declaration files are left out; a folder that does not exist holds no jobs. A file named itself
 * is loaded whatever it is called.
 *
 * @param onError - told of each file that cannot be used, in place of an end at the first
 * @throws JobFileError naming the file that threw
 */
export async function discoverJobs(
  place: string,
  registry: JobRegistry,
  onError = rethrow,
): Promise<void> {
  for (const file of await jobFiles(place)) {
    try {
      for (const jobClass of await loadJobClasses(file)) registry.register(jobClass, file);
    } catch (error) {
      onError(error as Error);
    }
  }
}

function rethrow(error: Error): void {
  throw error;
}

export async function jobFiles(place: string): Promise<string[]> {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [path.resolve(place)];
  const found = await readdir(place, { recursive: true });
  return found
    .filter((file) => JOB_FILE.test(file) && !NOT_A_JOB_FILE.test(file))
    .toSorted()
    .map((file) => path.resolve(place, file));
}

async function loadJobClasses(file: string): Promise<Set<JobClass>> {
  const exported = await loadFile(file);
  const fallback: unknown = exported['default'];
  const values = [
    ...Object.values(exported),
    ...(isObject(fallback) ? Object.values(fallback) : []),
  ];
  const stranger = values.find(isOfAnotherCopy);
  if (stranger) throw new JobFileError(file, new TypeError(`${stranger.name} ${OF_ANOTHER_COPY}`));
  return new Set(values.filter(isConcreteJob));
}

/** @throws JobFileError */
export async function loadFile(file: string): Promise<Record<string, unknown>> {
  try {
    return await importFile(file);
  } catch (error) {
    throw new JobFileError(file, error);
  }
}

/**
 * `import()` loads ES modules and CommonJS alike; Jest's default sandbox has only `require`, and so
 * have TypeScript's loaders in a thread on Node 20.
 */
async function importFile(file: string): Promise<Record<string, unknown>> {
  if (!isMainThread && /\.[cm]?ts$/.test(file)) return require(file) as Record<string, unknown>;
  try {
    // Windows' absolute paths are no module specifiers; plain paths are, everywhere else.
    const specifier = process.platform === 'win32' ? pathToFileURL(file).href : file;
    return (await import(specifier)) as Record<string, unknown>;
  } catch (error) {
    if (!isForRequire(file, error)) throw error;
    return require(file) as Record<string, unknown>;
  }
}

/** Whether `require` may have what `import()` lacks: in Jest's sandbox, and under `-r @swc-node/register`. */
function isForRequire(file: string, error: unknown): boolean {
  if (isUnreadable(file, error)) return path.extname(file) in require.extensions;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG';
}

/** An abstract base class such as ApplicationJob has no `perform` of its own. */
function isConcreteJob(value: unknown): value is JobClass {
  if (typeof value !== 'function' || !(value.prototype instanceof Job)) return false;
  return typeof (value.prototype as { perform?: unknown }).perform === 'function';
}

const OF_ANOTHER_COPY =
  'extends the Job of another copy of @drover/core than the one that loads it. Run the drover of the ' +
  'project, and see that it has one copy: npm ls @drover/core';

function isOfAnotherCopy(value: unknown): value is Function {
  if (typeof value !== 'function' || value === Job || value.prototype instanceof Job) return false;
  return 'performLater' in value && 'performNow' in value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
