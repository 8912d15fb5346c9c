import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EventBus } from '../../events/event-bus';
import type { JobEvents } from '../../events/job-events';
import type { QueueInfo } from '../../operations/operations';
import type { MetricsCollector, MetricsPage } from '../../worker/health/metrics-page';
import { BUCKETS } from '../buckets';
import type { PromClient } from './load-prom';
import { toPage, type MetricJson } from './metrics-page';

interface JobMetricsParts {
  readonly prom: PromClient;
  readonly events: EventBus;
  readonly queues: () => Promise<readonly QueueInfo[]>;
  /** This process among those of a supervisor. */
  readonly processNumber: number | undefined;
}

/** What the runs of this process came to, and how full the queues are, for Prometheus. */
export class JobMetrics implements MetricsCollector {
  readonly #parts: JobMetricsParts;
  readonly #ofRuns: Registry;
  readonly #ofQueues: Registry;
  readonly #runs: Counter<'job' | 'queue' | 'outcome'>;
  readonly #duration: Histogram<'job' | 'queue'>;
  readonly #size: Gauge<'queue' | 'state'>;
  readonly #latency: Gauge<'queue'>;

  constructor(parts: JobMetricsParts) {
    this.#parts = parts;
    const { prom, events, processNumber } = parts;
    const ofRuns = (this.#ofRuns = new prom.Registry());
    const ofQueues = (this.#ofQueues = new prom.Registry());
    // Apart from each other: the sum over processes would fall when one of them is replaced.
    if (processNumber !== undefined) ofRuns.setDefaultLabels({ process: String(processNumber) });
    this.#runs = new prom.Counter({
      name: 'drover_job_runs_total',
      help: 'Runs of jobs that ended, by what came of them.',
      labelNames: ['job', 'queue', 'outcome'],
      registers: [ofRuns],
    });
    this.#duration = new prom.Histogram({
      name: 'drover_job_duration_seconds',
      help: 'How long runs of jobs took, however they ended.',
      labelNames: ['job', 'queue'],
      buckets: BUCKETS,
      registers: [ofRuns],
    });
    this.#size = new prom.Gauge({
      name: 'drover_queue_size',
      help: 'Jobs of a queue by state.',
      labelNames: ['queue', 'state'],
      registers: [ofQueues],
    });
    this.#latency = new prom.Gauge({
      name: 'drover_queue_latency_seconds',
      help: 'How long the oldest job that could run has waited.',
      labelNames: ['queue'],
      registers: [ofQueues],
    });
    events.on('performed', (event) => this.#count(event));
  }

  /** The page for this process. */
  async page(): Promise<MetricsPage> {
    return toPage(this.#parts.prom, [await this.collect({ queues: true })]);
  }

  /** Everything counted so far. Queues are looked at now: they are the same seen from every process. */
  async collect({ queues }: { readonly queues: boolean }): Promise<MetricJson[]> {
    const runs = await this.#ofRuns.getMetricsAsJSON();
    return queues ? [...runs, ...(await this.#lookAtQueues())] : runs;
  }

  #count({ job, duration, outcome }: JobEvents['performed']): void {
    const labels = { job: job.name, queue: job.queue };
    this.#runs.inc({ ...labels, outcome });
    this.#duration.observe(labels, duration / 1000);
  }

  async #lookAtQueues(): Promise<MetricJson[]> {
    const queues = await this.#parts.queues();
    for (const { name: queue, size, latency } of queues) {
      for (const [state, count] of Object.entries(size)) this.#size.set({ queue, state }, count);
      this.#latency.set({ queue }, latency / 1000);
    }
    return this.#ofQueues.getMetricsAsJSON();
  }
}
