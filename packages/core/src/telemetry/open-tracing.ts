import type { Tracing } from '../job/tracing';
import { isTracingSetUp, loadOtel } from './load-otel';
import { OtelTracing } from './otel-tracing';

/**
 * @param telemetry - undefined: when the process has set up OpenTelemetry before
 * @throws MissingDependencyError
 */
export function openTracing(telemetry: boolean | undefined, adapter: string): Tracing | undefined {
  return (telemetry ?? isTracingSetUp()) ? new OtelTracing(loadOtel(), adapter) : undefined;
}
