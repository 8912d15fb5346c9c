import { checkKeys, optionsOf, type JobClass, type StepPosition } from '@drover/core';
import { listed } from '../expectations/criteria';
import { ExpectationError } from '../expectations/expectation-error';
import { sameArguments } from '../jobs/same-arguments';
import { currentFake } from '../mode/current-fake';

type Block<T> = () => T | Promise<T>;

/** What an interruption by a test looks like. */
export interface InterruptOptions {
  /** What interrupted jobs and their events say. Default 'stopping'. */
  readonly reason?: string;
}

/** Where in a step a test interrupts. */
export interface InterruptDuringOptions extends InterruptOptions {
  /** The cursor at which it ends, or a matcher of it. Default: the first checkpoint of the step. */
  readonly cursor?: unknown;
}

/**
 * While `block` runs, every run of the class ends inside this step, at the checkpoint with this cursor,
 * as if its process were told to stop there.
 *
 * @example
 * ```ts
 * await ImportJob.performLater('42');
 * await interruptJobDuringStep(ImportJob, 'rows', { cursor: 433 }, () => performEnqueuedJobs());
 * await performEnqueuedJobs();
 * ```
 * @throws ExpectationError when no run came there
 */
export function interruptJobDuringStep<T>(
  jobClass: JobClass,
  step: string,
  options: InterruptDuringOptions,
  block: Block<T>,
): Promise<T>;
export function interruptJobDuringStep<T>(
  jobClass: JobClass,
  step: string,
  block: Block<T>,
): Promise<T>;
export function interruptJobDuringStep<T>(
  jobClass: JobClass,
  step: string,
  ...rest: [Block<T>] | [InterruptDuringOptions, Block<T>]
): Promise<T> {
  const [options, block] = split(rest);
  const call = `interruptJobDuringStep(${jobClass.name}, ${listed([step, ...shown(options)])})`;
  checkKeys(call, options, ['cursor', 'reason']);
  const { serializer } = currentFake('interruptJobDuringStep()').app;
  const isThere = ({ current }: StepPosition) =>
    current?.name === step &&
    (!('cursor' in options) || sameArguments([options.cursor], [current.cursor], serializer));
  return interrupting(jobClass, { call, isThere, ...options }, block);
}

/**
 * While `block` runs, every run of the class ends behind this step. There is no checkpoint behind the
 * last one.
 *
 * @throws ExpectationError when no run came there
 */
export function interruptJobAfterStep<T>(
  jobClass: JobClass,
  step: string,
  options: InterruptOptions,
  block: Block<T>,
): Promise<T>;
export function interruptJobAfterStep<T>(
  jobClass: JobClass,
  step: string,
  block: Block<T>,
): Promise<T>;
export function interruptJobAfterStep<T>(
  jobClass: JobClass,
  step: string,
  ...rest: [Block<T>] | [InterruptOptions, Block<T>]
): Promise<T> {
  const [options, block] = split(rest);
  const call = `interruptJobAfterStep(${jobClass.name}, ${listed([step, ...shown(options)])})`;
  checkKeys(call, options, ['reason']);
  const isThere = ({ completed, current }: StepPosition) =>
    current === undefined && completed.at(-1) === step;
  return interrupting(jobClass, { call, isThere, ...options }, block);
}

interface Wanted extends InterruptOptions {
  readonly call: string;
  readonly isThere: (position: StepPosition) => boolean;
}

async function interrupting<T>(
  jobClass: JobClass,
  { call, isThere, reason = 'stopping' }: Wanted,
  block: Block<T>,
): Promise<T> {
  const { adapter } = currentFake(call);
  const { name: wanted } = optionsOf(jobClass);
  const passed: string[] = [];
  let done = false;
  const result = await adapter.interruptions.during((name, position) => {
    if (name !== wanted) return undefined;
    passed.push(placeText(position));
    if (!isThere(position)) return undefined;
    done = true;
    return reason;
  }, block);
  if (!done) throw new ExpectationError(`${call}: ${notMet(wanted, passed)}`);
  return result;
}

/** How many checkpoints a text lists. */
const MOST_LISTED = 10;

function notMet(name: string, passed: readonly string[]): string {
  const more = passed.length > MOST_LISTED ? `, and ${passed.length - MOST_LISTED} more` : '';
  const met =
    passed.length === 0
      ? `No run of ${name} came to a checkpoint at all.`
      : `The runs of ${name} passed these: ${passed.slice(0, MOST_LISTED).join(', ')}${more}.`;
  return (
    `expected a run to come to a checkpoint there. ${met} A checkpoint is where a step sets its cursor or ` +
    'calls checkpoint(), and before each step but the first of a run.'
  );
}

function placeText({ completed, current }: StepPosition): string {
  if (!current) return `after '${completed.at(-1)}'`;
  const { name, cursor } = current;
  return cursor === undefined ? `in '${name}'` : `in '${name}' at ${listed([cursor])}`;
}

function split<O extends object, T>(rest: [Block<T>] | [O, Block<T>]): [O | object, Block<T>] {
  return rest.length === 1 ? [{}, rest[0]] : rest;
}

function shown(options: object): object[] {
  return Object.keys(options).length === 0 ? [] : [options];
}
