import type { Outcome } from '../adapters/outcome';
import { performTracing } from '../events/channels';
import type { Job } from '../job/job';
import { runMiddleware, type WorkerMiddleware } from '../job/middleware';
import type { ExecutorParts } from './executor';

/** Runs `perform` inside the worker middleware, and shows it to whoever traces runs. */
export function aroundRun(
  job: Job,
  { middleware, summaries }: Pick<ExecutorParts, 'middleware' | 'summaries'>,
  perform: () => Promise<Outcome>,
): Promise<Outcome> {
  const { entries } = middleware;
  const run = entries.length === 0 ? perform : () => throughMiddleware(entries, job, perform);
  if (!performTracing.hasSubscribers) return run();
  return performTracing.tracePromise(run, { job: summaries.ofJob(job) });
}

/** Middleware sees perform's value; the outcome goes past it. */
async function throughMiddleware(
  middleware: readonly WorkerMiddleware[],
  job: Job,
  perform: () => Promise<Outcome>,
): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await runMiddleware(middleware, job, async () => {
    outcome = await perform();
    return outcome.kind === 'completed' ? outcome.value : undefined;
  });
  return outcome ?? { kind: 'discarded', because: 'halted' };
}
