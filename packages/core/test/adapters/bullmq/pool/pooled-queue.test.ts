import type { ManagedWorker } from '../../../../src/adapters/bullmq/pool/managed-worker';
import { PooledQueue } from '../../../../src/adapters/bullmq/pool/pooled-queue';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** A queue whose next delayed job is due then, and the times it woke up at. */
function sleepingUntil(due: number): { queue: PooledQueue; wakeUps: number[] } {
  const wakeUps: number[] = [];
  const worker = { limitedUntil: 0, nextDelayed: due } as ManagedWorker;
  const queue = new PooledQueue('reports', undefined, worker, () => ({
    hasFreeSlot: true,
    woken(woken) {
      wakeUps.push(Date.now());
      if (Date.now() < due) woken.sleep();
    },
  }));
  queue.sleep();
  return { queue, wakeUps };
}

test('a sleeping queue wakes when its next delayed job is due', () => {
  const due = Date.now() + 50;
  const { wakeUps } = sleepingUntil(due);

  jest.advanceTimersByTime(50);

  expect(wakeUps).toEqual([due]);
});

test('a queue that woke a millisecond early wakes again when the job is due', () => {
  const due = Date.now() + 50;
  const { wakeUps } = sleepingUntil(due);
  jest.setSystemTime(Date.now() - 1);

  jest.advanceTimersByTime(60);

  expect(wakeUps).toEqual([due - 1, due]);
});

test('the earliest of several times counts', () => {
  const due = Date.now() + 50;
  const { queue, wakeUps } = sleepingUntil(due);

  queue.wakeAt(due + 20);
  jest.advanceTimersByTime(100);

  expect(wakeUps).toEqual([due]);
});

test('a queue that is closed sets no timer, though a fetch comes back and finds a delayed job', () => {
  const { queue, wakeUps } = sleepingUntil(Date.now() + 3_600_000);

  queue.close();
  queue.sleep();

  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(3_600_001);
  expect(wakeUps).toEqual([]);
});
