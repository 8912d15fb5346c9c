import { startPostgres } from '../support/postgres';
import { startRedis, testRedisUrl, uniqueNamespace } from '../support/redis';
import { openAdapter } from '../../packages/core/src/adapters/open-adapter';
import type { QueueAdapter } from '../../packages/core/src/adapters/queue-adapter';
import { openTestStore, type StoreName } from './stores';

const ignore = { onChosen() {}, onWarning() {}, onError() {}, onRecovered() {} };

function adapterFor(store: string): QueueAdapter {
  const namespace = uniqueNamespace().replace('-', '_');
  const settings = { enqueueTimeout: 5000, lockDuration: 30_000, stalledInterval: 5000 };
  const options = { store, storeFrom: 'a test', production: false, namespace, ...settings };
  return openAdapter(options, ignore);
}

test.each<StoreName>(['redis', 'embedded', 'postgres'])('%s answers', async (name) => {
  const store = await openTestStore(name);
  // A machine without the store has said so on its standard error.
  await (await store?.inspect('warm-up'))?.waitUntilReady();
  await expect(store?.adapter.ping(30_000)).resolves.toBeUndefined();
  await store?.close();
});

test.each([
  ['Redis', async () => startRedis()],
  ['PostgreSQL', async () => startPostgres()],
])('%s that goes away is noticed in the time there is', async (_, start) => {
  const server = await start();
  if (!server) return;
  const adapter = adapterFor(server.url);
  try {
    // The first one opens the store.
    await adapter.ping?.(60_000);
    await server.stop();
    const before = performance.now();
    await expect(adapter.ping?.(500)).rejects.toMatchObject({
      message: expect.stringMatching(/./),
    });
    // The time that an enqueue has is 5 s.
    expect(performance.now() - before).toBeLessThan(4500);
  } finally {
    await adapter.close();
    await server.stop();
  }
});

test('a store that is there is not asked for long', async () => {
  const adapter = adapterFor(testRedisUrl());
  await adapter.ping?.(5000);
  const took: number[] = [];
  for (let times = 0; times < 100; times += 1) {
    const before = performance.now();
    await adapter.ping?.(30_000);
    took.push(performance.now() - before);
  }
  const [median = NaN] = took.toSorted((a, b) => a - b).slice(50);
  expect(median).toBeLessThan(50);
  await adapter.close();
});
