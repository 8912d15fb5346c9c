import { Cluster, Redis } from 'ioredis';
import { openStore } from '../../../src/adapters/bullmq/open-store';

const code = (value: string) => expect.objectContaining({ code: value });

describe('openStore', () => {
  it.each([
    ['redis://127.0.0.1:1', 'redis'],
    [{ redis: { host: '127.0.0.1', port: 1 } }, 'redis'],
    [{ redis: 'redis://127.0.0.1:1' }, 'redis'],
    ['postgres://127.0.0.1:1/jobs', 'postgres'],
    [{ postgres: { host: '127.0.0.1', port: 1 } }, 'postgres'],
    ['embedded:', 'embedded'],
  ])('opens %j without connecting to anything', async (location, kind) => {
    const store = await openStore(location);
    expect(store).toMatchObject({ kind, isReady: false });
    await store.close();
  });

  it('refuses a namespace that some store could not take', async () => {
    for (const namespace of ['', '1st', 'a:b', 'a"b', '{a}', 'x'.repeat(64)]) {
      await expect(openStore('redis://127.0.0.1:1', { namespace })).rejects.toEqual(
        code('DROVER_INVALID_OPTIONS'),
      );
    }
  });

  it("refuses ioredis' keyPrefix however it is said", async () => {
    const instance = new Redis({ lazyConnect: true, keyPrefix: 'app:' });
    const cluster = new Cluster([{ host: '127.0.0.1', port: 1 }], {
      lazyConnect: true,
      redisOptions: { keyPrefix: 'app:' },
    });
    for (const location of [
      { redis: instance },
      { redis: cluster },
      { redis: { keyPrefix: 'app:' } },
      'redis://h?keyPrefix=app:',
    ]) {
      await expect(openStore(location)).rejects.toEqual(code('DROVER_STORE_URL'));
    }
  });

  it("puts the keys of a cluster's queues on one slot", async () => {
    const cluster = new Cluster([{ host: '127.0.0.1', port: 1 }], { lazyConnect: true });
    const onCluster = await openStore({ redis: cluster }, { namespace: 'shop' });
    const onServer = await openStore('redis://127.0.0.1:1', { namespace: 'shop' });
    expect(onCluster.queueOptions().options.prefix).toBe('{shop}');
    expect(onServer.queueOptions().options.prefix).toBe('shop');
    await Promise.all([onCluster.close(), onServer.close()]);
  });
});
