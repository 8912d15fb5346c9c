import { EventEmitter } from 'node:events';
import type { ConsumerStopOptions } from '../../src/adapters/consumer';
import type { QueueAdapter } from '../../src/adapters/queue-adapter';
import { EventBus } from '../../src/events/event-bus';
import { JobRegistry } from '../../src/registry/job-registry';
import { Blame } from '../../src/worker/blame';
import { Signals } from '../../src/worker/shutdown';
import { Worker } from '../../src/worker/worker';

/** An adapter whose consumer notes what it is told, and stops when it is told to hurry. */
function stage() {
  const told: string[] = [];
  const events = new EventBus(() => {});
  events.on('workerReported', ({ running }) => void told.push(`report ${running.length}`));
  const stop = async ({ timeout, reason, hurry }: ConsumerStopOptions) => {
    told.push(`stop ${timeout} ${reason}`);
    await new Promise<void>((resolve) => hurry?.addEventListener('abort', () => resolve()));
    told.push('hurried');
    return { finished: 0, handedBack: [] };
  };
  const consumer = { stop, quiet: async () => void told.push('quiet') };
  const adapter = { name: 'stage', consume: async () => consumer } as unknown as QueueAdapter;
  const perform = async () => ({ kind: 'completed' as const });
  const describe = (): never => {
    throw new Error('Nothing is handed back');
  };
  const failureOf = async (_run: unknown, error: Error) => ({ kind: 'failed' as const, error });
  const blame = new Blame({ registry: new JobRegistry(), trace: false, failureOf });
  const parts = { adapter, events, perform, describe, blame };
  const capsules = [{ name: 'default', queues: [{ name: 'default' }], concurrency: 1 }];
  return {
    told,
    start: () => Worker.start(parts, { capsules, timeout: 25_000 }),
  };
}

test('SIGTSTP quiets, SIGTTIN and SIGUSR2 have the worker say what it runs', async () => {
  const { told, start } = stage();
  const source = new EventEmitter();
  new Signals(source).attach(await start());
  for (const signal of ['SIGTSTP', 'SIGTTIN', 'SIGUSR2']) source.emit(signal);
  expect(told).toEqual(['quiet', 'report 0', 'report 0']);
});

test('the first SIGTERM stops in the time there is, the second does not wait', async () => {
  const { told, start } = stage();
  const source = new EventEmitter();
  const signals = new Signals(source);
  const worker = await start();
  signals.attach(worker);
  source.emit('SIGTERM');
  const stopped = worker.stop({ reason: await signals.stop });
  expect(told).toEqual(['stop 25000 SIGTERM']);
  source.emit('SIGINT');
  await stopped;
  expect(told).toEqual(['stop 25000 SIGTERM', 'hurried']);
});

test('a signal that comes before there is a worker is kept for it', async () => {
  const source = new EventEmitter();
  const signals = new Signals(source);
  source.emit('SIGINT');
  expect(await signals.stop).toBe('SIGINT');
});
