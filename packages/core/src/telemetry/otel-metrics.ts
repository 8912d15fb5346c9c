import type { EventBus } from '../events/event-bus';
import type { JobSummary } from '../events/job-events';
import { VERSION } from '../support/version';
import { BUCKETS } from './buckets';
import type { OtelApi } from './load-otel';

/** Measures jobs with OpenTelemetry: what was enqueued, and how long each run took by what came of it. */
export function measureJobs({ metrics }: OtelApi, events: EventBus): void {
  const meter = metrics.getMeter('@drover/core', VERSION);
  const sent = meter.createCounter('messaging.client.sent.messages', {
    description: 'Jobs that were enqueued.',
  });
  const processed = meter.createHistogram('messaging.process.duration', {
    description: 'How long runs of jobs took.',
    unit: 's',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  events.on('enqueued', ({ job, error, halted, duplicateOf }) => {
    if (!error && !halted && duplicateOf === undefined) sent.add(1, attributesOf(job));
  });
  events.on('bulkEnqueued', ({ jobs }) => {
    for (const job of jobs) sent.add(1, attributesOf(job));
  });
  events.on('performed', ({ job, duration, outcome }) =>
    processed.record(duration / 1000, { ...attributesOf(job), 'drover.job.outcome': outcome }),
  );
}

function attributesOf({ adapter, queue, name }: JobSummary) {
  return {
    'messaging.system': adapter,
    'messaging.destination.name': queue,
    'drover.job.class': name,
  };
}
