import { AsyncLocalStorage } from 'node:async_hooks';
import { overrideApplication, type Application } from '@drover/core';
import type { FakeQueues } from './fake-queues';

/** What is in force: a fake, or, without one, what the process has configured. */
export interface Mode {
  readonly fake: FakeQueues | undefined;
  readonly app: Application | undefined;
}

interface Entry {
  readonly mode: Mode;
  readonly before: Entry | undefined;
  over: boolean;
}

/** Of this asynchronous flow: tests that overlap have one each. */
const flows = new AsyncLocalStorage<Entry | undefined>();
/** Of the process, for flows that have none: hooks of a test runner do not lead into its tests. */
let processWide: Entry | undefined;

/** The mode in force here. */
export function currentMode(): Mode | undefined {
  return (alive(flows.getStore()) ?? alive(processWide))?.mode;
}

/**
 * Puts the mode in force for the rest of this flow, if `flow` is given, and for every flow without
 * one of its own. Gives what ends it.
 */
export function enterMode(mode: Mode, { flow }: { readonly flow: boolean }): () => void {
  overrideApplication(currentApp);
  const entry: Entry = { mode, before: alive(processWide), over: false };
  processWide = entry;
  const own: Entry = { mode, before: alive(flows.getStore()), over: false };
  if (flow) flows.enterWith(own);
  return () => {
    entry.over = true;
    own.over = true;
    processWide = alive(processWide);
  };
}

/** Runs `fn` in the mode: in this flow alone. */
export function runInMode<T>(mode: Mode, fn: () => T): T {
  overrideApplication(currentApp);
  return flows.run({ mode, before: flows.getStore(), over: false }, fn);
}

function currentApp(): Application | undefined {
  return currentMode()?.app;
}

/** What was ended is passed over: a flow that began in it goes on in the one before. */
function alive(entry: Entry | undefined): Entry | undefined {
  let found = entry;
  while (found?.over) found = found.before;
  return found;
}
