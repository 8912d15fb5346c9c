import type { EventBus } from '../events/event-bus';
import type { Tracing } from '../job/tracing';
import { isSetUp, loadOtel } from './load-otel';
import { measureJobs } from './otel-metrics';
import { OtelTracing } from './otel-tracing';

/**
 * Traces jobs, and measures them where a meter is registered.
 *
 * @param telemetry - undefined: when the process has set up OpenTelemetry before
 * @throws MissingDependencyError
 */
export function openTelemetry(
  telemetry: boolean | undefined,
  { adapter, events }: { readonly adapter: { readonly name: string }; readonly events: EventBus },
): Tracing | undefined {
  if (!(telemetry ?? (isSetUp('trace') || isSetUp('metrics')))) return undefined;
  const api = loadOtel();
  if (isSetUp('metrics')) measureJobs(api, events);
  return new OtelTracing(api, adapter.name);
}
