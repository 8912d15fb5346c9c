import { pino } from 'pino';
import { EventBus } from '../../src/events/event-bus';
import type { JobSummary } from '../../src/events/job-events';
import { logEvents } from '../../src/subscribers/log-subscriber';

const job: JobSummary = {
  id: '42',
  name: 'HelloJob',
  adapter: 'redis',
  queue: 'low',
  priority: 0,
  args: [],
  executions: 1,
  enqueuedAt: 0,
  scheduledAt: undefined,
};

function logged(level: string) {
  const lines: { level: number; msg: string; jobId?: string }[] = [];
  const events = new EventBus((error) => {
    throw error;
  });
  const logger = pino({ level }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  logEvents(events, logger, 'redis');
  return { lines, events };
}

test('a run is logged at info, with the job in fields of their own', () => {
  const { lines, events } = logged('info');
  events.emit('performStarted', { job });
  events.emit('performed', { job, outcome: 'completed', duration: 3 });
  expect(lines.map(({ level }) => level)).toEqual([30, 30]);
  expect(lines[1]).toMatchObject({
    job: 'HelloJob',
    jobId: '42',
    queue: 'low',
    component: 'drover',
  });
});

test('at warn a whole run logs nothing, and a failure still shows', () => {
  const { lines, events } = logged('warn');
  events.emit('enqueued', { job });
  events.emit('performStarted', { job });
  events.emit('performed', { job, outcome: 'completed', duration: 3 });
  events.emit('retryScheduled', { job, wait: 5 });
  expect(lines).toEqual([]);
  events.emit('performed', { job, outcome: 'completed', duration: 3, error: new Error('boom') });
  events.emit('retryStopped', { job, error: new Error('boom') });
  events.emit('discarded', { job, error: new Error('boom') });
  expect(lines.map(({ level }) => level)).toEqual([50, 50, 50]);
});

test('a silent logger leaves the hot path without listeners', () => {
  const { events } = logged('silent');
  const hot = ['enqueued', 'performStarted', 'performed', 'retryScheduled'] as const;
  expect(hot.filter((name) => events.has(name))).toEqual([]);
});
