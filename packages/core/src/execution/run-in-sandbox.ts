import type { Completed, Outcome } from '../adapters/outcome';
import type { Delivery } from '../adapters/delivery';
import { restoreAttributes } from '../job/carried-attributes';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { Snooze } from '../job/snooze';
import { Interruption } from '../job/steps/interruption';
import { stepsTaken } from '../job/steps/run-steps';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { decode, decodeForHandlers } from './decode';
import type { ErrorHandling } from './error-handling';
import { exclusively } from './exclusively';
import type { ExecutorParts } from './executor';
import type { BareResult, Sandbox, Seat } from './sandbox';
import { takeProgress } from './take-progress';
import { fromThrownForm } from './thrown-form';
import { withinTimeLimit } from './time-limit';

type Performed = Extract<BareResult, { kind: 'performed' }>;

interface Parts extends Pick<
  ExecutorParts,
  'registry' | 'serializer' | 'events' | 'summaries' | 'locks'
> {
  readonly errors: ErrorHandling;
}

/**
 * Has the sandbox run the job, within its time; what came of it is decided here. The value is
 * encoded already. Throws what the job threw.
 */
export async function runInSandbox(job: Job, sandbox: Sandbox, parts: Parts): Promise<Outcome> {
  try {
    return await runThere(job, sandbox, parts);
  } catch (thrown) {
    await decodeForHandlers(job, parts.serializer);
    throw thrown;
  }
}

async function runThere(job: Job, sandbox: Sandbox, parts: Parts): Promise<Outcome> {
  const { name, exclusive, sandbox: limits } = optionsOf(job.constructor as DeclaringClass);
  if (exclusive) await decode(job, parts.serializer);
  const file = parts.registry.placeOf(name);
  const seat = await sandbox.seat({ name, file, memory: limits?.memory });
  // It was delivered: nothing else comes here.
  const delivery = job[STATE].delivery as Delivery;
  const perform = () => seat.run(delivery, job.signal);
  const result = await leaving(seat, () =>
    withinTimeLimit(job, () =>
      exclusive ? exclusively(job, exclusive, parts, perform) : perform(),
    ),
  ).catch((error: unknown) => {
    takeProgress(job, delivery, parts);
    throw error;
  });
  if (result.steps) job[STATE].steps = stepsTaken(result.steps.stored, result.steps.advanced);
  if (result.attributes) {
    await restoreAttributes(job, result.attributes, parts.serializer);
    job[STATE].restored = true;
  }
  return outcomeOf(job, result, parts);
}

async function leaving<T>(seat: Seat, run: () => T | Promise<T>): Promise<T> {
  try {
    return await run();
  } finally {
    seat.leave();
  }
}

async function outcomeOf(job: Job, result: BareResult, parts: Parts): Promise<Outcome> {
  switch (result.kind) {
    case 'performed':
      return performed(job, result, parts);
    case 'halted':
      return { kind: 'discarded', because: 'halted' };
    case 'retryAsked': {
      const args = result.args && (await parts.serializer.deserialize(result.args));
      job[STATE].retry = { ...result.request, ...(args && { args }) };
      return parts.errors.retryAsAsked(job);
    }
    case 'snoozed':
      // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- a signal, see Snooze
      throw new Snooze(result.delay);
    case 'interrupted':
      // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- a signal, as Snooze is
      throw new Interruption(result.reason, result.isolating);
    case 'thrown': {
      const { policies } = optionsOf(job.constructor as DeclaringClass);
      throw await fromThrownForm(result.thrown, policies, parts.serializer);
    }
  }
}

function performed(
  job: Job,
  { value, dropped }: Performed,
  { events, summaries }: Parts,
): Completed {
  if (dropped !== undefined)
    events.emit('valueDropped', { job: summaries.ofJob(job), error: new Error(dropped) });
  return { kind: 'completed', ...(value !== undefined && { value }) };
}
