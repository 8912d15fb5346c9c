import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  close,
  configure,
  DiscardOn,
  Job,
  performAllLater,
  RetryOn,
  startWorker,
} from '@drover/core';
import { setupFake } from '@drover/testing';
import { context, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base';
import express from 'express';
import { testRedisUrl, uniqueNamespace } from './support/redis';
import { waitFor } from './support/wait-for';

class Busy extends Error {}

/** Fails once, then enqueues another job inside a span of its own. */
@RetryOn(Busy, { wait: 1, attempts: 3 })
class ReportJob extends Job {
  async perform(account: number) {
    if (this.executions === 1) throw new Busy('not yet');
    await trace.getTracer('app').startActiveSpan('render', async (span) => {
      await MailJob.performLater(account);
      span.end();
    });
  }
}

@DiscardOn(RangeError)
class MailJob extends Job {
  async perform(account: number) {
    if (account < 0) throw new RangeError('nobody');
  }
}

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const jobs = [ReportJob, MailJob];

beforeAll(() => {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
});
beforeEach(() => exporter.reset());
afterEach(close);
afterAll(async () => {
  await provider.shutdown();
  for (const api of [trace, context, propagation, metrics]) api.disable();
});

const named = (name: string) => exporter.getFinishedSpans().filter((span) => span.name === name);

/** `request > ReportJob publish > …`: the names from the root down to this span. */
function pathOf(span: ReadableSpan): string {
  const parent = exporter
    .getFinishedSpans()
    .find((each) => each.spanContext().spanId === span.parentSpanContext?.spanId);
  return parent ? `${pathOf(parent)} > ${span.name}` : span.name;
}

test('a trace that starts in an Express request has enqueue and runs in one tree', async () => {
  configure({ store: testRedisUrl(), namespace: uniqueNamespace(), jobs, logLevel: 'silent' });
  await startWorker({ queues: ['default'], concurrency: 2 });
  const app = express();
  app.use((_request, _response, next) => {
    trace.getTracer('app').startActiveSpan('request', { kind: SpanKind.SERVER }, (span) => {
      _response.on('finish', () => span.end());
      next();
    });
  });
  app.post('/reports', async (_request, response) => {
    const job = await ReportJob.performLater(7);
    response.json({ id: job.id });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/reports`, { method: 'POST' });
  const { id } = (await answer.json()) as { id: string };
  await waitFor(() => named('MailJob process').length === 1, { what: 'the last span' });
  server.close();

  const spans = exporter.getFinishedSpans();
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  expect(spans.map(pathOf).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'request',
    'request > ReportJob publish',
    'request > ReportJob publish > ReportJob process',
    'request > ReportJob publish > ReportJob process',
    'request > ReportJob publish > ReportJob process > render',
    'request > ReportJob publish > ReportJob process > render > MailJob publish',
    'request > ReportJob publish > ReportJob process > render > MailJob publish > MailJob process',
  ]);
  expect(named('ReportJob publish')[0]).toMatchObject({
    kind: SpanKind.PRODUCER,
    attributes: {
      'messaging.system': 'redis',
      'messaging.destination.name': 'default',
      'messaging.message.id': id,
      'drover.job.class': 'ReportJob',
    },
  });
  const [first, second] = named('ReportJob process');
  expect(first).toMatchObject({
    kind: SpanKind.CONSUMER,
    status: { code: SpanStatusCode.ERROR, message: 'not yet' },
    attributes: {
      'messaging.message.id': id,
      'drover.job.class': 'ReportJob',
      'drover.job.executions': 1,
      'drover.job.outcome': 'retried',
    },
  });
  expect(first?.events).toMatchObject([{ name: 'exception' }]);
  expect(second).toMatchObject({
    status: { code: SpanStatusCode.UNSET },
    attributes: { 'drover.job.executions': 2, 'drover.job.outcome': 'completed' },
  });
});

test('many jobs of one enqueue have one span for it, and each its own run', async () => {
  const fake = setupFake({ jobs });
  await performAllLater([MailJob.build(1), MailJob.build(-1)]);
  await trace.getTracer('app').startActiveSpan('whoever drains', async (span) => {
    await fake.drain();
    span.end();
  });
  expect(named('MailJob publish')).toMatchObject([
    { attributes: { 'messaging.batch.message_count': 2 } },
  ]);
  expect(named('MailJob process').map(pathOf)).toEqual([
    'MailJob publish > MailJob process',
    'MailJob publish > MailJob process',
  ]);
  expect(named('MailJob process')[1]).toMatchObject({
    status: { code: SpanStatusCode.UNSET },
    attributes: { 'drover.job.outcome': 'discarded' },
  });
  expect(fake.adapter.discarded).toHaveLength(1);
});

test('a job and those it waits for have one span for the enqueue, and each its own run', async () => {
  const fake = setupFake({ jobs });
  const after = [MailJob.build(1), MailJob.build(2)];
  await MailJob.set({ after }).performLater(3);
  await fake.drain();
  expect(named('MailJob publish')).toMatchObject([
    { attributes: { 'messaging.batch.message_count': 3 } },
  ]);
  expect(named('MailJob process').map(pathOf)).toEqual(
    Array(3).fill('MailJob publish > MailJob process'),
  );
});

test('a run here and now is part of the trace of its caller', async () => {
  setupFake({ jobs });
  await trace.getTracer('app').startActiveSpan('caller', async (span) => {
    await MailJob.performNow(1);
    span.end();
  });
  expect(named('MailJob process').map(pathOf)).toEqual(['caller > MailJob process']);
});

test('an enqueue that fails says so in its span', async () => {
  const { adapter } = setupFake({ jobs });
  jest.spyOn(adapter, 'enqueue').mockRejectedValueOnce(new Error('away'));
  await expect(MailJob.performLater(1)).rejects.toThrow('away');
  expect(named('MailJob publish')).toMatchObject([
    { status: { code: SpanStatusCode.ERROR, message: 'away' } },
  ]);
});

test('without telemetry nothing is traced, and the payload carries nothing', async () => {
  const fake = setupFake({ jobs, telemetry: false });
  await MailJob.performLater(1);
  expect(fake.adapter.enqueued[0]?.data).not.toHaveProperty('trace');
  await fake.drain();
  expect(exporter.getFinishedSpans()).toEqual([]);
});

test('jobs are measured where a meter is registered', async () => {
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured });
  const meters = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(meters);
  const fake = setupFake({ jobs });
  await MailJob.performLater(1);
  await performAllLater([MailJob.build(1), MailJob.build(-1)]);
  await fake.drain();
  await reader.forceFlush();
  const found = measured
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const points = (name: string) =>
    found
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints }) => dataPoints as { attributes: object; value: unknown }[]);
  expect(points('messaging.client.sent.messages')).toMatchObject([
    { attributes: { 'drover.job.class': 'MailJob' }, value: 3 },
  ]);
  expect(points('messaging.process.duration')).toMatchObject([
    { attributes: { 'drover.job.outcome': 'completed' }, value: { count: 2 } },
    { attributes: { 'drover.job.outcome': 'discarded' }, value: { count: 1 } },
  ]);
  await meters.shutdown();
});
