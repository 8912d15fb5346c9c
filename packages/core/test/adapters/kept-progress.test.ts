import { KeptProgress } from '../../src/adapters/kept-progress';

/** A store that takes each write when the test says so. */
function store() {
  const writes: (() => void)[] = [];
  let done = 0;
  const kept = new KeptProgress(async () => {
    await new Promise<void>((resolve) => writes.push(resolve));
    done += 1;
  });
  const settle = () => jest.advanceTimersByTimeAsync(0);
  return { kept, writes, settle, done: () => done };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('the first is written at once, and of many that follow within a second the last', async () => {
  const { kept, writes, settle } = store();
  for (let time = 1; time <= 100; time += 1) void kept.keep('soon');
  expect(writes).toHaveLength(1);
  writes[0]?.();
  await settle();
  await jest.advanceTimersByTimeAsync(999);
  expect(writes).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(writes).toHaveLength(2);
  writes[1]?.();
  await jest.advanceTimersByTimeAsync(5000);
  expect(writes).toHaveLength(2);
});

test('what must be stored now waits for the write before it, and for its own', async () => {
  const { kept, writes, settle, done } = store();
  void kept.keep('soon');
  let stored = false;
  void kept.keep('now').then(() => (stored = true));
  await settle();
  expect(writes).toHaveLength(1);
  writes[0]?.();
  await settle();
  expect(writes).toHaveLength(2);
  expect(stored).toBe(false);
  writes[1]?.();
  await settle();
  expect(stored).toBe(true);
  expect(done()).toBe(2);
});

test('of many that must be stored now one is on its way at a time, and the end waits for it', async () => {
  const { kept, writes, settle, done } = store();
  for (let time = 1; time <= 2; time += 1) void kept.keep('now');
  await settle();
  expect(writes).toHaveLength(1);
  for (let time = 1; time <= 2; time += 1) void kept.keep('now');
  writes[0]?.();
  await settle();
  expect(writes).toHaveLength(2);
  let ended = false;
  void kept.end().then(() => (ended = true));
  await settle();
  expect(ended).toBe(false);
  writes[1]?.();
  await settle();
  expect(ended).toBe(true);
  await jest.advanceTimersByTimeAsync(5000);
  expect(done()).toBe(2);
});

test('after the end nothing is written, and the end waits for what is on its way', async () => {
  const { kept, writes, settle, done } = store();
  void kept.keep('soon');
  void kept.keep('soon');
  let ended = false;
  void kept.end().then(() => (ended = true));
  await settle();
  expect(ended).toBe(false);
  writes[0]?.();
  await settle();
  expect(ended).toBe(true);
  await kept.keep('soon');
  await kept.keep('now');
  await jest.advanceTimersByTimeAsync(5000);
  expect(writes).toHaveLength(1);
  expect(done()).toBe(1);
});

test('a write that fails is made up by the next', async () => {
  let writes = 0;
  const kept = new KeptProgress(async () => {
    writes += 1;
    throw new Error('the store is away');
  });
  await kept.keep('now');
  await kept.keep('now');
  expect(writes).toBe(2);
});
