import type { ProcessRecord } from '../../src/adapters/process-directory';
import { examineCrew } from '../../src/operations/examine-crew';
import type { QueueInfo } from '../../src/operations/operations';

const NOW = 1_000_000;

function process(overrides: Partial<ProcessRecord> = {}): ProcessRecord {
  const own = { id: 'a', hostname: 'web-1', pid: 7, version: '1', startedAt: 1, beatAt: NOW };
  const load = { concurrency: 1, busy: 0, rss: 1, quiet: false, running: [] };
  return { ...own, ...load, queues: [{ name: 'default' }], ...overrides };
}

function queue(name: string, size: Partial<QueueInfo['size']> = {}, paused = false): QueueInfo {
  const none = {
    waiting: 0,
    active: 0,
    delayed: 0,
    prioritized: 0,
    completed: 0,
    failed: 0,
    waitingForJobs: 0,
  };
  return { name, size: { ...none, ...size }, latency: 0, paused };
}

const faults = (...args: Parameters<typeof examineCrew>) =>
  examineCrew(...args).filter(({ level }) => level !== 'ok');

test('a crew that serves what waits is well', () => {
  const queues = [queue('default', { waiting: 3 }), queue('idle'), queue('old', { failed: 9 })];
  expect(examineCrew([process()], queues, NOW)).toEqual([
    { level: 'ok', what: 'processes', found: '1' },
  ]);
});

test('no process at all is worth a warning', () => {
  expect(faults([], [], NOW)).toMatchObject([{ level: 'warning', found: 'none' }]);
});

test.each(['waiting', 'prioritized', 'delayed'] as const)(
  'a queue with %s jobs that nobody serves is an error',
  (state) => {
    expect(faults([process()], [queue('mail', { [state]: 2 })], NOW)).toMatchObject([
      { level: 'error', found: "'mail' has 2 jobs that wait, and no process serves it" },
    ]);
  },
);

test('a quiet process serves nobody', () => {
  const [fault] = faults([process({ quiet: true })], [queue('default', { waiting: 1 })], NOW);
  expect(fault).toMatchObject({ level: 'error', what: 'queue' });
});

test('a process that missed two beats is named', () => {
  expect(faults([process({ beatAt: NOW - 30_000 })], [], NOW)).toMatchObject([
    { level: 'warning', found: '7 on web-1 has been silent for 30 s' },
  ]);
  expect(faults([process({ beatAt: NOW - 20_000 })], [], NOW)).toEqual([]);
});

test('a paused queue is named, with the way to go on', () => {
  expect(faults([process()], [queue('mail', {}, true)], NOW)).toMatchObject([
    { level: 'warning', found: "'mail' is paused", advice: 'To go on: drover resume mail' },
  ]);
});
