import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { KeptProgress } from '../adapters/kept-progress';
import type { Delivery } from '../adapters/delivery';
import { Application } from '../application';
import { loadConfiguration } from '../cli/load-project';
import { resolveConfiguration } from '../config';
import { currentApplication } from '../drover';
import { BareExecutor } from '../execution/bare-executor';
import type { BareResult } from '../execution/sandbox';
import { imposeAdapter, setDefaultRuntime } from '../job/runtime';
import { discoverJobs } from '../registry/discover-jobs';
import { JobRegistry } from '../registry/job-registry';
import { toError } from '../support/thrown-value-error';
import {
  toErrorText,
  type ErrorText,
  type FromThread,
  type PlainDelivery,
  type ThreadOrder,
  type ToThread,
} from '../worker/sandbox/messages';
import { ProcessAdapter } from './process-adapter';

/** Runs in a thread of a worker process: loads job files, and runs one job at a time. */
const port = parentPort as MessagePort;
const order = workerData as ThreadOrder;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (message: FromThread): void => port.postMessage(message);
const adapter = new ProcessAdapter(order.adapter, (call) => send({ kind: 'call', ...call }));
const registry = new JobRegistry();
let configured: Promise<unknown> | undefined;
let run: Run | undefined;

interface Run {
  readonly jobName: string;
  readonly abort: AbortController;
  readonly kept: KeptProgress;
  /** Why it shall end at its next checkpoint. */
  interruption?: string;
}

imposeAdapter(adapter);
setDefaultRuntime(
  () => new Application(resolveConfiguration({ ...order.options, adapter }, process.env)),
);
for (const origin of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(origin, (thrown) => stray(thrown, origin));
}
port.on('message', (message: ToThread) => {
  if (message.kind === 'load') void load(message.file);
  else if (message.kind === 'run') void perform(message.delivery);
  else if (message.kind === 'interrupt') interrupt(message.reason);
  else if (message.kind === 'abort') run?.abort.abort(toReason(message.reason));
  else adapter.answer(message);
});

async function load(file: string): Promise<void> {
  try {
    await (configured ??= loadConfiguration([file]));
    await discoverJobs(file, registry);
    // The file itself may have called `configure()`.
    for (const { jobClass, where } of registry.list())
      currentApplication().registry.register(jobClass, where);
    send({ kind: 'loaded' });
  } catch (error) {
    send({ kind: 'loadFailed', error: toErrorText(toError(error)) });
  }
}

async function perform(plain: PlainDelivery): Promise<void> {
  const abort = new AbortController();
  const kept = new KeptProgress(async () => {
    const data = delivery.handBackData?.();
    if (data) send({ kind: 'keep', data });
  });
  const mine: Run = (run = { jobName: plain.name, abort, kept });
  const delivery: Delivery = {
    ...plain,
    signal: abort.signal,
    log: (line) => send({ kind: 'log', line }),
    progress: (value) => send({ kind: 'progress', value }),
    keep: (when) => kept.keep(when),
    interruption: () => mine.interruption,
  };
  const result = await bareExecutor().perform(delivery);
  if (run === mine) end(result, false);
}

function interrupt(reason: string): void {
  if (run) run.interruption = reason;
}

/** One job at a time runs here: an error that nobody awaits is its own. */
function stray(thrown: unknown, origin: 'unhandledRejection' | 'uncaughtException'): void {
  const error = toError(thrown);
  if (run) end(bareExecutor().thrown(run.jobName, error), true);
  else currentApplication().events.emit('strayError', { error, origin, count: 1, running: [] });
}

function bareExecutor(): BareExecutor {
  return new BareExecutor(currentApplication());
}

function end(result: BareResult, broken: boolean): void {
  void run?.kept.end();
  run = undefined;
  send({ kind: 'ended', result, broken });
}

function toReason({ name, message, code }: ErrorText): Error {
  if (code === undefined) return new DOMException(message, name);
  return Object.assign(new Error(message), { name, code });
}
