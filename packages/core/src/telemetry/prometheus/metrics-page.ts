import type { MetricsPage } from '../../worker/health/metrics-page';
import type { PromClient } from './load-prom';

/** A metric as prom-client has it. Plain JSON. */
export type MetricJson = Awaited<
  ReturnType<InstanceType<PromClient['Registry']>['getMetricsAsJSON']>
>[number];

/** The page that Prometheus reads, of one process or of several. */
export async function toPage(
  { AggregatorRegistry }: PromClient,
  processes: readonly (readonly MetricJson[])[],
): Promise<MetricsPage> {
  const registry = AggregatorRegistry.aggregate(processes.map((metrics) => [...metrics]));
  return { contentType: registry.contentType, text: await registry.metrics() };
}
