import type { Application } from '../application';
import { close } from '../drover';
import { missingKey } from '../registry/missing-key';
import { declaredQueues } from '../registry/served-queues';
import type { WorkPlan } from '../worker/work-plan';
import { loadConfiguration } from './load-project';

export interface Verdict {
  readonly errors: readonly unknown[];
  /** What may be meant so, and rarely is. */
  readonly warnings: readonly string[];
  /** Job classes that could be loaded. */
  readonly jobs: number;
}

interface CheckOptions {
  /** The worker's configuration file instead of the usual ones. */
  readonly configFile?: string;
  /** The section of it that applies. */
  readonly environment?: string;
}

/** Looks at everything a worker would load, and connects to nothing. */
export async function checkProject(options: CheckOptions): Promise<Verdict> {
  const errors: unknown[] = [];
  const attempt = <T>(action: Promise<T>): Promise<T | undefined> =>
    action.catch((error: unknown) => void errors.push(error));

  const application = await attempt(loadConfiguration());
  if (!application) return { errors, warnings: [], jobs: 0 };
  application.mute();
  const warnings: string[] = [];
  application.events.on('configFileRead', ({ notes }) => void warnings.push(...notes));
  errors.push(...(await application.checkJobs()));
  const missing = missingKey(application.registry, application.serializer.keys);
  if (missing) errors.push(missing);
  const schedule = await attempt(application.scheduling.read());
  warnings.push(...(schedule?.notes ?? []));
  const plan = await attempt(application.plan(options, async () => []));
  if (plan) warnings.push(...unserved(application, plan));
  await close();
  const jobs = application.registry.names().length;
  if (jobs === 0 && errors.length === 0) warnings.push(NO_JOBS);
  return { errors, warnings, jobs };
}

const NO_JOBS = 'There are no jobs. Make the first: drover generate job NAME';

/** A queue that a class declares and nobody serves keeps its jobs for ever. */
function unserved({ registry, defaults }: Application, { capsules }: WorkPlan): string[] {
  const served = capsules.flatMap(({ queues }) => queues.map(({ name }) => name));
  return declaredQueues(registry, defaults)
    .filter((queue) => !served.includes(queue))
    .map((queue) => `Jobs go to the queue '${queue}', which a worker here does not serve.`);
}
