import { currentFake } from '../mode/current-fake';
import { currentMode } from '../mode/scope';
import type { PerformOptions, PerformReport } from './perform-options';
import { performSelected } from './perform-selected';

type Block = () => unknown;

/**
 * Runs the jobs that wait, in the order of time, under production's executor; the clock moves on to
 * each that is due later. Their retries, and the jobs they enqueue, wait for the next call, unless
 * `recursive` is given.
 *
 * With a block: runs what the block enqueued, once it has ended, and everything that comes of it.
 * What waited before goes on waiting. On real queues the block just runs.
 *
 * @throws the error of a job that failed for good; an AggregateError of several
 * @throws InvalidOptionsError, EndlessDrainError, NoFakeError
 */
export function performEnqueuedJobs(options?: PerformOptions): Promise<PerformReport>;
export function performEnqueuedJobs(block: Block): Promise<PerformReport>;
export function performEnqueuedJobs(options: PerformOptions, block: Block): Promise<PerformReport>;
export async function performEnqueuedJobs(
  first: PerformOptions | Block = {},
  second?: Block,
): Promise<PerformReport> {
  const [options, block] = typeof first === 'function' ? [{}, first] : [first, second];
  if (block) return performAround(options, block);
  return currentFake('performEnqueuedJobs()').performEnqueuedJobs(options);
}

/**
 * Runs every job to its end: retries, delayed jobs, and jobs that jobs enqueue, without waiting.
 *
 * @throws as {@link performEnqueuedJobs}
 */
export async function drain(options: PerformOptions = {}): Promise<PerformReport> {
  return currentFake('drain()').drain(options);
}

async function performAround(options: PerformOptions, block: Block): Promise<PerformReport> {
  const fake = currentMode()?.fake;
  if (!fake) {
    await block();
    return { ...NOTHING, errors: [] };
  }
  const before = new Set(fake.adapter.enqueued);
  await block();
  return performSelected(fake, { recursive: true, ...options }, (job) => !before.has(job));
}

const NOTHING = Object.freeze({
  ...{ runs: 0, completed: 0, retried: 0, discarded: 0, failed: 0, interrupted: 0, snoozed: 0 },
});
