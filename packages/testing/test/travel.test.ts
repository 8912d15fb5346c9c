import {
  expectEnqueued,
  fakeQueues,
  freezeTime,
  performEnqueuedJobs,
  travel,
  travelTo,
  type FakeQueues,
} from '../src/index';
import { done, GreetJob } from './jobs';

const HOUR = 3_600_000;
const NEW_YEAR = new Date('2030-01-01T00:00:00Z');
let queues: FakeQueues;

beforeEach(() => {
  done.length = 0;
  queues = fakeQueues();
});
afterEach(() => {
  jest.useRealTimers();
  queues.restore();
});

test('the clock of the queues stands still from the start, and Date does not', async () => {
  const now = queues.clock.now();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(queues.clock.now()).toBe(now);
  expect(Date.now()).toBeGreaterThan(now);
});

test('freezeTime() stops Date, too', async () => {
  freezeTime();
  const { clock } = queues;
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([Date.now(), new Date().getTime()]).toEqual([clock.now(), clock.now()]);
  expect(new Date(0)).toBeInstanceOf(Date);
  await GreetJob.set({ wait: '1 hour' }).performLater('Ada');
  expectEnqueued(GreetJob).at(new Date(Date.now() + HOUR), { delta: 0 });
});

test('travelTo() and travel() make scheduled jobs due', async () => {
  travelTo(NEW_YEAR);
  await GreetJob.set({ wait: '1 hour' }).performLater('Ada');
  await performEnqueuedJobs({ at: 'now' });
  expect(done).toEqual([]);
  travel('1 hour');
  expect(new Date()).toEqual(new Date(NEW_YEAR.getTime() + HOUR));
  await performEnqueuedJobs({ at: 'now' });
  expect(done).toEqual(['Ada']);
});

test('with a function the time is as before when it has ended, also by an error', async () => {
  const { clock } = queues;
  const before = clock.now();
  const year = await travelTo(NEW_YEAR, async () => new Date().getUTCFullYear());
  await expect(travel('1 day', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(year).toBe(2030);
  expect(clock.now()).toBe(before);
  expect(Date.now()).toBeGreaterThanOrEqual(before);
  expect(Object.getOwnPropertyDescriptor(globalThis, 'Date')?.value).toBe(Date);
});

test('the real Date is back when the queues are disposed of', () => {
  const real = Date;
  freezeTime();
  expect(Date).not.toBe(real);
  queues.restore();
  expect(Date).toBe(real);
});

test('each of two overlapping flows sees its own time', async () => {
  const yearIn = (year: number) =>
    fakeQueues({ now: Date.UTC(year, 5) }, async () => {
      freezeTime();
      await new Promise((resolve) => setTimeout(resolve, 5));
      return new Date().getUTCFullYear();
    });
  expect(await Promise.all([yearIn(2031), yearIn(2032)])).toEqual([2031, 2032]);
});

test('with the fake timers of a runner, the two clocks are one', async () => {
  jest.useFakeTimers({ now: NEW_YEAR });
  expect(queues.clock.now()).toBe(NEW_YEAR.getTime());
  await GreetJob.set({ wait: '1 hour' }).performLater('Ada');
  jest.advanceTimersByTime(HOUR);
  await performEnqueuedJobs({ at: 'now' });
  expect(done).toEqual(['Ada']);
  travel('1 day');
  expect(Date.now()).toBe(NEW_YEAR.getTime() + 25 * HOUR);
});

test('refuses what is no time', () => {
  expect(() => travel('1 fortnight' as never)).toThrow('1 fortnight');
  expect(() => travelTo(new Date(NaN))).toThrow('a valid Date');
});
