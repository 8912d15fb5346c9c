import { EventEmitter } from 'node:events';
import { EventBus } from '../../src/events/event-bus';
import type { JobEvents } from '../../src/events/job-events';
import { CrashGuard } from '../../src/worker/crash-guard';

function stage() {
  const source = new EventEmitter();
  const events = new EventBus(() => {});
  const announced: JobEvents['strayError'][] = [];
  events.on('strayError', (event) => void announced.push(event));
  const guard = new CrashGuard(source, events);
  const running = [{ id: 'a1', name: 'CrawlJob', queue: 'low', since: 1 }];
  const stop = jest.fn(async () => {});
  const blame = jest.fn((error: Error) => (error.message === 'mine' ? 'a1' : undefined));
  guard.attach({ running: () => running, blame, stop });
  return { source, guard, announced, running, stop };
}

test('a rejection nobody handled is announced and counted, and nothing is stopped', () => {
  const { source, guard, announced, running, stop } = stage();
  const error = new Error('lost');
  source.emit('unhandledRejection', error);
  source.emit('unhandledRejection', 'no error');
  expect(announced).toEqual([
    { error, origin: 'unhandledRejection', count: 1, running },
    expect.objectContaining({ error: expect.any(Error), count: 2 }),
  ]);
  expect(stop).not.toHaveBeenCalled();
  expect(guard.hasCrashed).toBe(false);
});

test('it tells which job fails with it, if one does', () => {
  const { source, announced } = stage();
  source.emit('unhandledRejection', new Error('mine'));
  expect(announced).toMatchObject([{ failed: 'a1' }]);
});

test('an exception nobody caught is announced, and what runs is handed back at once', async () => {
  const { source, guard, announced, stop } = stage();
  source.emit('uncaughtException', new TypeError('gone'));
  await guard.crashed;
  expect(announced).toMatchObject([{ origin: 'uncaughtException', error: { message: 'gone' } }]);
  expect(stop).toHaveBeenCalledWith({ timeout: 0, reason: 'uncaughtException' });
  expect(guard.hasCrashed).toBe(true);
});
