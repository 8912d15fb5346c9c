import { Application, type WorkOptions } from './application';
import { resolveConfiguration, type DroverOptions } from './config';
import { currentRuntime, installedRuntime, installRuntime, setDefaultRuntime } from './job/runtime';
import type { Worker } from './worker/worker';

/**
 * Sets up this process: call it once, before the first enqueue. Opens nothing by itself. Called
 * again it replaces what was set up before, and closes it.
 *
 * @throws InvalidOptionsError
 */
export function configure(options: DroverOptions = {}): Application {
  const application = new Application(resolveConfiguration(options, process.env));
  const previous = installedRuntime() as Application | undefined;
  installRuntime(application);
  previous
    ?.close()
    .catch((error: unknown) =>
      previous.logger.error({ err: error }, 'Closing the previous set-up failed'),
    );
  return application;
}

setDefaultRuntime(() => new Application(resolveConfiguration({}, process.env)));

/** The application of this process, made with the defaults when `configure()` was never called. */
export function currentApplication(): Application {
  return currentRuntime() as Application;
}

/**
 * Loads the job files and works queues in this process.
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
  installRuntime(undefined);
  await application?.close();
}
