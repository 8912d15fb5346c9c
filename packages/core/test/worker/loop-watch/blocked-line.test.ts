import { blockedLine } from '../../../src/worker/loop-watch/blocked-line';

const NOW = Date.UTC(2026, 0, 1, 12, 30, 5, 7);
const running = [{ id: 'a1', name: 'CrawlJob', queue: 'low', since: NOW - 16_000 }];
const blocked = { running, ms: 15_000, lockDuration: 30_000, now: NOW };

test('for a machine it is a line of the default logger', () => {
  const line = blockedLine(blocked, { human: false, processNumber: 2 });
  expect(line).toMatch(/\n$/);
  expect(JSON.parse(line)).toEqual({
    level: 40,
    time: NOW,
    process: 2,
    component: 'drover',
    code: 'DROVER_LOOP_BLOCKED',
    running,
    msg: expect.stringContaining('CrawlJob (Job ID: a1) from low for 16000 ms'),
  });
});

test('for a human it is a sentence', () => {
  const line = blockedLine(blocked, { human: true, processNumber: 2 });
  expect(line).toMatch(/^12:30:05\.007 \[2\] DROVER_LOOP_BLOCKED: .* 15000 ms\. After 30000 ms /);
  const alone = blockedLine({ ...blocked, running: [] }, { human: true, processNumber: undefined });
  expect(alone).toMatch(/^12:30:05\.007 DROVER_LOOP_BLOCKED: .*No job runs/);
});
