import { loopBlockedLine, strayErrorLine } from '../../src/subscribers/trouble-lines';

const running = [{ id: 'a1', name: 'CrawlJob', queue: 'low', since: 1000 }];
const error = new TypeError('lost');

test.each([
  [1, 'the 1st'],
  [2, 'the 2nd'],
  [3, 'the 3rd'],
  [11, 'the 11th'],
  [21, 'the 21st'],
  [112, 'the 112th'],
])('rejection %d is %s', (count, ordinal) => {
  const line = strayErrorLine({ error, origin: 'unhandledRejection', count, running }, 3000);
  expect(line).toContain(`with TypeError (lost), ${ordinal} in this process`);
  expect(line).toContain('Running 1: CrawlJob (Job ID: a1) from low for 2000 ms');
});

test('a rejection that came from a job names it', () => {
  const event = { error, origin: 'unhandledRejection', count: 1, running, failed: 'a1' } as const;
  expect(strayErrorLine(event, 3000)).toContain(
    'from CrawlJob (Job ID: a1), which fails with it. R',
  );
});

test('an exception says what becomes of the process', () => {
  const event = { error, origin: 'uncaughtException', count: 1, running: [] } as const;
  expect(strayErrorLine(event, 0)).toMatch(/^DROVER_STRAY_ERROR: .*process ends\. Running nothing/);
});

test('a loop that turns again says how long it did not', () => {
  expect(loopBlockedLine({ ms: 16_200, running }, 17_200)).toMatch(
    /^DROVER_LOOP_BLOCKED: .* after 16200 ms\. .*CrawlJob/,
  );
});
