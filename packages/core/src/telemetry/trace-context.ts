import type { Context, Span } from '@opentelemetry/api';
import type { OtelApi } from './load-otel';

/** What travels in the payload: the headers of the W3C, and whatever else the propagator adds. */
export type TraceCarrier = Readonly<Record<string, string>>;

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** What a job carries of this span, with a propagator or without; undefined when nobody traces. */
export function toCarrier(api: OtelApi, context: Context, span: Span): TraceCarrier | undefined {
  const spanContext = span.spanContext();
  if (!api.isSpanContextValid(spanContext)) return undefined;
  const carrier: Record<string, string> = {};
  api.propagation.inject(context, carrier);
  const { traceId, spanId, traceFlags } = spanContext;
  carrier['traceparent'] ??= `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  return carrier;
}

/** The context in which a job was enqueued. */
export function fromCarrier(api: OtelApi, carrier: TraceCarrier): Context {
  const context = api.propagation.extract(api.ROOT_CONTEXT, carrier);
  if (api.trace.getSpanContext(context)) return context;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(carrier['traceparent'] ?? '') ?? [];
  if (!traceId || !spanId || !flags) return context;
  const traceFlags = Number.parseInt(flags, 16);
  return api.trace.setSpanContext(context, { traceId, spanId, traceFlags, isRemote: true });
}
