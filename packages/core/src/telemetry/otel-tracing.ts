import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import type { Outcome } from '../adapters/outcome';
import type { StoredJob } from '../adapters/stored-job';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import type { Tracing } from '../job/tracing';
import type { DeclaringClass } from '../options/declarations';
import { optionsOf } from '../options/job-options';
import { VERSION } from '../support/version';
import type { OtelApi } from './load-otel';
import { fromCarrier, toCarrier, type TraceCarrier } from './trace-context';

type Traced = Parameters<Tracing['enqueue']>[0];

/** Traces jobs with OpenTelemetry: an enqueue is a child of what asked for it, each run one of it. */
export class OtelTracing implements Tracing {
  readonly #api: OtelApi;
  readonly #adapter: string;
  readonly #tracer: Tracer;

  constructor(api: OtelApi, adapter: string) {
    this.#api = api;
    this.#adapter = adapter;
    this.#tracer = api.trace.getTracer('@drover/core', VERSION);
  }

  async enqueue<T>(jobs: Traced, store: (stored: readonly StoredJob[]) => Promise<T>): Promise<T> {
    const { SpanKind } = this.#api;
    const options = { kind: SpanKind.PRODUCER, attributes: this.#ofEnqueue(jobs) };
    const span = this.#tracer.startSpan(`${namesOf(jobs)} publish`, options);
    const context = this.#api.trace.setSpan(this.#api.context.active(), span);
    const trace = toCarrier(this.#api, context, span);
    const stored = jobs.map((each) => (trace ? carrying(each.stored, trace) : each.stored));
    return this.#within(span, context, () => store(stored));
  }

  perform(job: Job, run: () => Promise<Outcome>): Promise<Outcome> {
    const { kind, name, attributes } = this.#ofRun(job);
    const parent = this.#parentOf(job);
    const span = this.#tracer.startSpan(name, { kind, attributes }, parent);
    const context = this.#api.trace.setSpan(parent, span);
    return this.#within(span, context, async () => {
      const outcome = await run();
      this.#note(span, outcome);
      return outcome;
    });
  }

  async #within<T>(span: Span, context: Context, body: () => Promise<T>): Promise<T> {
    try {
      return await this.#api.context.with(context, body);
    } catch (error) {
      this.#fail(span, error as Error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** A job that was delivered has nothing to do with the flow that works the queue. */
  #parentOf(job: Job): Context {
    const { data, delivery } = job[STATE];
    if (data?.trace) return fromCarrier(this.#api, data.trace);
    return delivery ? this.#api.ROOT_CONTEXT : this.#api.context.active();
  }

  #note(span: Span, outcome: Outcome): void {
    span.setAttribute('drover.job.outcome', outcome.kind);
    const { error } = outcome as { error?: Error };
    if (!error) return;
    if (outcome.kind === 'discarded') span.recordException(error);
    else this.#fail(span, error);
  }

  #fail(span: Span, error: Error): void {
    span.recordException(error);
    span.setStatus({ code: this.#api.SpanStatusCode.ERROR, message: error.message });
  }

  #ofEnqueue(jobs: Traced): Attributes {
    const queues = [...new Set(jobs.map(({ stored }) => stored.queue))];
    const [first] = jobs;
    const single = jobs.length === 1 && first;
    return {
      'messaging.system': this.#adapter,
      'messaging.operation.type': 'send',
      'messaging.destination.name': queues.join(','),
      'drover.job.class': namesOf(jobs),
      ...(single
        ? {
            'messaging.message.id': single.stored.id,
            'drover.job.priority': single.stored.priority,
          }
        : { 'messaging.batch.message_count': jobs.length }),
    };
  }

  #ofRun(job: Job) {
    const { name } = optionsOf(job.constructor as DeclaringClass);
    const attributes: Attributes = {
      'messaging.system': this.#adapter,
      'messaging.operation.type': 'process',
      'messaging.destination.name': job.queueName,
      'messaging.message.id': job.id,
      'drover.job.class': name,
      // The run that begins with the span is counted.
      'drover.job.executions': job.executions + 1,
    };
    return { kind: this.#api.SpanKind.CONSUMER, name: `${name} process`, attributes };
  }
}

function carrying(stored: StoredJob, trace: TraceCarrier): StoredJob {
  return { ...stored, data: { ...stored.data, trace } };
}

function namesOf(jobs: Traced): string {
  return [...new Set(jobs.map(({ stored }) => stored.name))].join(',');
}
