import { expectEnqueued } from '../src/index';
import { setupDrover } from '../src/runners/jest';
import { GreetJob } from './jobs';

/** What a thousand tests cost this process, whatever else the machine does. */
const COUNT = 1000;
/** Milliseconds of processor time. Measured: 440. */
const BUDGET = 4000;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let started = 0;
let spent = { empty: 0, enqueueing: 0 };

describe('a thousand empty tests', () => {
  beforeAll(() => (started = processorTime()));
  // oxlint-disable-next-line jest/expect-expect -- that is what they are
  test.each(Array.from({ length: COUNT }, (_, index) => index))('%i', () => {});
  afterAll(() => (spent = { ...spent, empty: processorTime() - started }));
});

describe('a thousand tests that enqueue and assert', () => {
  setupDrover();
  beforeAll(() => (started = processorTime()));
  test.each(Array.from({ length: COUNT }, (_, index) => index))('%i', async (index) => {
    await GreetJob.performLater(String(index));
    expectEnqueued(GreetJob).with(String(index)).onQueue('default').once();
  });
  afterAll(() => (spent = { ...spent, enqueueing: processorTime() - started }));
});

test('cost little more', () => {
  expect(spent.enqueueing - spent.empty).toBeLessThan(BUDGET);
  if (process.env['SHOW_COST']) process.stderr.write(`${JSON.stringify(spent)}\n`);
});
