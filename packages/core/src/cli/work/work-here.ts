import type { Application } from '../../application';
import type { WorkOptions } from '../../workplace';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import { systemClock } from '../../support/clock';
import { MissingDependencyError } from '../../support/missing-dependency-error';
import { CrashGuard } from '../../worker/crash-guard';
import type { MetricsCollector } from '../../worker/health/metrics-page';
import { WorkerHealth } from '../../worker/health/worker-health';
import { Signals } from '../../worker/shutdown';
import { ParentLink } from '../../worker/supervisor/parent-link';
import type { Worker } from '../../worker/worker';
import type { Terminal } from '../command';
import { loadProject } from '../load-project';
import { serveHealth, type HealthAddress } from './serve-health';

export interface WorkHereOptions {
  readonly work: WorkOptions;
  /** More files and folders of jobs. */
  readonly places: readonly string[] | undefined;
  readonly health: HealthAddress | undefined;
  /** Whether a supervisor started this process. */
  readonly supervised: boolean;
  /** Whether the supervisor answers for the metrics of this process. */
  readonly collectsMetrics: boolean;
}

/** Works the queues in this process until it is told to stop. Resolves to the exit code. */
export async function workHere(options: WorkHereOptions, terminal: Terminal): Promise<number> {
  const link = options.supervised ? new ParentLink(process) : undefined;
  const health = new WorkerHealth();
  let metrics: MetricsCollector | undefined;
  const server = await serveHealth(options.health, {
    look: () => health.look(),
    metrics: async () => metrics?.page(),
  });
  const application = await loadProject(options.places);
  if (options.health || options.collectsMetrics) metrics = metricsOf(application);
  if (link) refuseEmbedded(application);
  const guard = new CrashGuard(process, application.events);
  const signals = new Signals(link ?? terminal);
  const ending = Promise.race([signals.stop, guard.crashed, toldToStop(application)]);
  const worker = await startUnless(ending, application, options.work);
  if (worker) {
    guard.attach(worker);
    signals.attach(worker);
    health.attach(worker, application.adapter, systemClock);
    application.watchLoop(worker);
    const look = async () => ({
      rss: process.memoryUsage.rss(),
      readiness: await health.look(),
    });
    link?.works(worker.timeout, look, async (what) => (await metrics?.collect(what)) ?? []);
  }
  const reason = await ending;
  health.end();
  await worker?.stop({ reason });
  await application.close();
  server?.close();
  return guard.hasCrashed ? 1 : 0;
}

/** Resolves when somebody stops this process from another one. */
function toldToStop({ events }: Application): Promise<string> {
  return new Promise((resolve) => {
    events.on('workerCommanded', ({ command }) => command === 'stop' && resolve('stop'));
  });
}

/** Whoever wants metrics has installed what collects them. */
function metricsOf(application: Application): MetricsCollector | undefined {
  try {
    return application.collectMetrics();
  } catch (error) {
    if (error instanceof MissingDependencyError) return undefined;
    throw error;
  }
}

/** A worker waits for a store that is away: whoever tells it to stop meanwhile need not. */
async function startUnless(
  ending: Promise<unknown>,
  application: Application,
  options: WorkOptions,
): Promise<Worker | undefined> {
  const worker = application.work(options);
  const started = await Promise.race([worker, ending.then(() => undefined)]);
  // Closing the application ends its attempts to start.
  if (!started) worker.catch(() => {});
  return started;
}

function refuseEmbedded({ adapter }: Application): void {
  if (adapter.name === 'embedded')
    throw new InvalidOptionsError(
      '--processes',
      'a store that several processes can share, such as Redis',
      'the embedded store',
    );
}
