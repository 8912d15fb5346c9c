import type { StoredSteps } from '../../serialization/job-data';
import { STATE } from '../job-state';
import type { Stateful } from '../performable';
import { currentRuntime } from '../runtime';
import { ownerOf } from '../sealed-data';
import { nextData } from '../stored-form';
import { Checkpoint } from './checkpoint';
import { CursorRoom } from './cursor-room';
import { StepNews } from './step-news';
import { Steps } from './steps';

interface Continuing extends Stateful {
  readonly signal: AbortSignal;
}

/** The steps of the run that the job is in, made when it comes to the first. */
export function stepsOf(job: Continuing): Steps {
  return (job[STATE].steps as Steps | undefined) ?? begin(job);
}

/**
 * Has the run go on where earlier ones ended.
 *
 * @throws DeserializationError when the cursor cannot be decoded
 */
export async function restoreSteps(job: Continuing, steps: StoredSteps): Promise<void> {
  const { cursor } = steps.current ?? {};
  const { serializer } = currentRuntime();
  const decoded =
    cursor === undefined ? undefined : serializer.deserializeValue(cursor, 'cursor', ownerOf(job));
  begin(job, { steps, cursor: await decoded });
  new StepNews(job).resumed(steps);
}

function begin(job: Continuing, before?: { steps: StoredSteps; cursor: unknown }): Steps {
  const state = job[STATE];
  const { delivery } = state;
  const runtime = currentRuntime();
  if (delivery) delivery.handBackData ??= () => nextData(job, runtime);
  const checkpoint = new Checkpoint({ delivery, signal: () => job.signal });
  const steps = new Steps({
    ...{ delivery, checkpoint, news: new StepNews(job) },
    room: new CursorRoom(state.data),
    ...(before && { before }),
  });
  state.steps = steps;
  return steps;
}
