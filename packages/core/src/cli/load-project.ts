import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Application } from '../application';
import type { DroverOptions } from '../drover-options';
import { configure, currentApplication } from '../drover';
import { installedRuntime } from '../job/runtime';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { discoverJobs, jobFiles, loadFile } from '../registry/discover-jobs';
import { JobFileError } from '../registry/registry-errors';
import { MissingDependencyError } from '../support/missing-dependency-error';

const CONFIG_FILES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map(
  (extension) => `drover.config.${extension}`,
);

type GivesOptions = () => DroverOptions | void | Promise<DroverOptions | void>;

/**
 * Sets up the application of the folder: its `drover.config.*`, which calls `configure()` or
 * exports as default the options, or a function that gives them, and the job files.
 *
 * @param places - more files and folders of jobs
 */
export async function loadProject(places: readonly string[] = []): Promise<Application> {
  const missing = places.find((place) => !existsSync(place));
  if (missing !== undefined)
    throw new InvalidOptionsError('--require', 'a file or folder that exists', missing);
  const application = await loadConfiguration(places);
  await application.loadJobs();
  for (const place of places) await discoverJobs(place, application.registry);
  return application;
}

/** The same without the job files. */
export async function loadConfiguration(places: readonly string[] = []): Promise<Application> {
  const folder = process.cwd();
  const config = CONFIG_FILES.map((name) => path.join(folder, name)).find((file) =>
    existsSync(file),
  );
  await readTypeScript(folder, config, [path.join(folder, 'jobs'), ...places]);
  if (config) await applyConfig(config);
  return currentApplication();
}

/** A file that called `configure()` itself has said everything. */
async function applyConfig(file: string): Promise<void> {
  const exported = await loadFile(file);
  const told = unwrapDefault(exported['default']);
  if (installedRuntime() || !told) return;
  const options = typeof told === 'function' ? await called(told, file) : told;
  if (options) configure(options);
}

/** @throws JobFileError */
async function called(give: GivesOptions, file: string): Promise<DroverOptions | void> {
  try {
    return await give();
  } catch (error) {
    throw new JobFileError(file, error);
  }
}

/** A CommonJS file seen as an ES module has its `default` inside `default`. */
function unwrapDefault(value: unknown): DroverOptions | GivesOptions | undefined {
  if (typeof value === 'function') return value as GivesOptions;
  if (typeof value !== 'object' || value === null) return undefined;
  return '__esModule' in value ? unwrapDefault((value as { default?: unknown }).default) : value;
}

/** Node cannot run TypeScript with decorators by itself: tsx does, when there is any. */
async function readTypeScript(
  folder: string,
  config: string | undefined,
  places: readonly string[],
): Promise<void> {
  const files = [config ?? '', ...(await Promise.all(places.map(jobFiles))).flat()];
  const needed = files.some((file) => /\.[cm]?ts$/.test(file)) && !isLoaderActive();
  if (!needed) return;
  const { resolve } = createRequire(path.join(folder, 'package.json'));
  try {
    // What `node --import tsx` does, for both module systems. tsx's own API fails when required.
    await import(pathToFileURL(resolve('tsx')).href);
  } catch (error) {
    throw new MissingDependencyError('tsx', 'Running job files written in TypeScript', error);
  }
}

function isLoaderActive(): boolean {
  return [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].some((option) =>
    /tsx|swc|ts-node/.test(option),
  );
}
