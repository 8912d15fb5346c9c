import type { Perform, QueueAdapter } from '../../src/adapters/queue-adapter';
import { CapsuleConsumers } from '../../src/worker/capsule-consumers';

const perform: Perform = async () => ({ kind: 'completed' });
const capsule = (name: string) => ({ name, queues: [{ name }], concurrency: 1 });

/** An adapter whose consumers note what they are told, and which cannot serve the queue 'bad'. */
function stage() {
  const told: string[] = [];
  const consume: QueueAdapter['consume'] = async ({ queues: [queue] }) => {
    const name = queue?.name ?? '';
    if (name === 'bad') throw new Error('no such luck');
    return {
      quiet: async () => void told.push(`quiet ${name}`),
      stop: async ({ timeout }) => {
        told.push(`stop ${name} ${timeout}`);
        return { finished: 2, handedBack: [`${name}-1`] };
      },
    };
  };
  return { told, adapter: { name: 'stage', consume } as unknown as QueueAdapter };
}

test('all capsules are quieted and stopped, and their reports are one', async () => {
  const { told, adapter } = stage();
  const consumers = await CapsuleConsumers.start(adapter, [capsule('a'), capsule('b')], perform);
  await consumers.quiet();
  expect(await consumers.stop({ timeout: 5, reason: 'test' })).toEqual({
    finished: 4,
    handedBack: ['a-1', 'b-1'],
  });
  expect(told).toEqual(['quiet a', 'quiet b', 'stop a 5', 'stop b 5']);
});

test('when one cannot start, those that have are stopped', async () => {
  const { told, adapter } = stage();
  const start = CapsuleConsumers.start(adapter, [capsule('a'), capsule('bad')], perform);
  await expect(start).rejects.toThrow('no such luck');
  expect(told).toEqual(['stop a 0']);
});
