import type { ProcessRecord } from '../../src/adapters/process-directory';
import { mustInstall } from '../../src/schedule/generation';

function process(startedAt: number, schedule?: string): ProcessRecord {
  return {
    ...{ id: String(startedAt), hostname: 'h', pid: startedAt, version: '1' },
    ...{ startedAt, beatAt: startedAt, queues: [], concurrency: 1, busy: 0, rss: 1 },
    ...{ quiet: false, running: [], ...(schedule !== undefined && { schedule }) },
  };
}

test('what stands and is this process\u2019s own is left alone', () => {
  expect(mustInstall({ standing: 'new', own: 'new', processes: [] })).toBe(false);
});

test('declarations stand for as long as a living process has the same', () => {
  const processes = [process(1, 'old'), process(2, 'new')];
  expect(mustInstall({ standing: 'new', own: 'old', processes })).toBe(false);
  expect(mustInstall({ standing: 'old', own: 'new', processes })).toBe(false);
});

test('an old process that started in the middle of a deploy does not outlive it', () => {
  const processes = [process(2, 'new'), process(4), process(5, 'new')];
  expect(mustInstall({ standing: 'old', own: 'new', processes })).toBe(true);
});

test('a release whose processes all died leaves the one before in force', () => {
  expect(mustInstall({ standing: 'new', own: 'old', processes: [process(1, 'old')] })).toBe(true);
});

test('of several others the one that started last installs its own', () => {
  const processes = [process(1, 'old'), process(3, 'newer'), process(2, 'new')];
  expect(mustInstall({ standing: 'gone', own: 'newer', processes })).toBe(true);
  expect(mustInstall({ standing: 'gone', own: 'new', processes })).toBe(false);
});

test('where processes cannot be seen, each is its own judge', () => {
  expect(mustInstall({ standing: undefined, own: 'new', processes: [] })).toBe(true);
});
