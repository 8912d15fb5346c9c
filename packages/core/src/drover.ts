import { Application } from './application';
import type { WorkOptions } from './workplace';
import { resolveConfiguration } from './config';
import type { DroverOptions } from './drover-options';
import {
  currentRuntime,
  imposedAdapter,
  installedRuntime,
  installRuntime,
  overrideRuntime,
  setDefaultRuntime,
} from './job/runtime';
import type { Worker } from './worker/worker';

/**
 * Sets up this process: call it once, before the first enqueue. Opens nothing by itself. Called
 * again it replaces what was set up before, and closes it.
 *
 * @throws InvalidOptionsError
 */
export function configure(options: DroverOptions = {}): Application {
  const adapter = imposedAdapter();
  const application = new Application(
    resolveConfiguration(adapter ? { ...options, adapter } : options, process.env),
  );
  const previous = installedRuntime() as Application | undefined;
  installRuntime(application);
  previous
    ?.close()
    .catch((error: unknown) =>
      previous.logger.error({ err: error }, 'Closing the previous set-up failed'),
    );
  return application;
}

/**
 * For test kits: an application with what `configure()` was told, but for these options. It is not
 * installed: see {@link overrideApplication}.
 *
 * @throws InvalidOptionsError
 */
export function buildApplication(options: DroverOptions): Application {
  const configured = installedRuntime() as Application | undefined;
  const { store: _, adapter: __, onClose: ___, ...told } = configured?.options ?? {};
  return new Application(resolveConfiguration({ ...told, ...options }, process.env));
}

/**
 * For test kits: asked at each use which application is in force, whatever was configured; where it
 * says undefined, the configured one is.
 */
export function overrideApplication(override: () => Application | undefined): void {
  overrideRuntime(override);
}

setDefaultRuntime(() => new Application(resolveConfiguration({}, process.env)));

/** The application of this process, made with the defaults when `configure()` was never called. */
export function currentApplication(): Application {
  return currentRuntime() as Application;
}

/**
 * Loads the job files and works queues in this process. Resolves when it works, with its schedule in the store.
 *
 * @throws StoreError when the store is unfit; waits for one that is merely away
 * @throws JobFileError, DuplicateJobNameError when the job files cannot be used
 */
export function startWorker(options: WorkOptions = {}): Promise<Worker> {
  return currentApplication().work(options);
}

/** Stops this process's workers and releases its connections. Idempotent. */
export async function close(): Promise<void> {
  const application = installedRuntime() as Application | undefined;
  try {
    await application?.close();
  } finally {
    // Not before: jobs and requests that come to their end may still enqueue.
    if (installedRuntime() === application) installRuntime(undefined);
  }
}
