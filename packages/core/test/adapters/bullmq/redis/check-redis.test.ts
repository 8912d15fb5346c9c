import type { Redis } from 'ioredis';
import { startRedis, withRedis, type RedisServer } from '../../../../../../tests/support/redis';
import { openStore } from '../../../../src/adapters/bullmq/open-store';
import type { StoreLocation, StoreWarning } from '../../../../src/adapters/bullmq/store';
import { startFakeRedis } from '../../../support/fake-redis';
import { rejection } from '../../../support/rejection';

const TIMEOUT = 3000;
/** What a busy machine may add. */
const SLACK = 5000;

describe('the check of a Redis', () => {
  let server: RedisServer;
  let host: string;

  beforeAll(async () => {
    server = await startRedis({ password: 'secret', args: ['--maxmemory-policy', 'allkeys-lru'] });
    host = `127.0.0.1:${server.port}`;
  });
  afterAll(() => server.stop());

  async function check(
    location: StoreLocation,
    production = true,
  ): Promise<readonly StoreWarning[]> {
    const store = await openStore(location, { enqueueTimeout: TIMEOUT });
    try {
      return await store.check({ production });
    } finally {
      await store.close();
    }
  }

  async function refusal(
    location: StoreLocation,
  ): Promise<{ code: string | undefined; message: string }> {
    const { error, after } = await rejection(check(location));
    expect(after).toBeLessThan(TIMEOUT + SLACK);
    expect(error.message).not.toContain('secret');
    return { code: error.code, message: error.message };
  }

  const asServer = (run: (admin: Redis) => Promise<unknown>) => withRedis(server.url, run);

  it('refuses an eviction policy that loses jobs, in production, and says the remedy', async () => {
    const { code, message } = await refusal(server.url);
    expect(code).toBe('DROVER_STORE_EVICTION');
    expect(message).toMatch(/found allkeys-lru.*CONFIG SET maxmemory-policy noeviction/);
  });

  it('warns of it in development, once: BullMQ itself is silent', async () => {
    const warn = jest.spyOn(console, 'warn');
    const warnings = await check(server.url, false);
    expect(warnings).toEqual([
      { code: 'DROVER_STORE_EVICTION', message: expect.stringContaining('allkeys-lru') },
    ]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('finds nothing wrong with a Redis that is fit', async () => {
    await asServer((admin) => admin.config('SET', 'maxmemory-policy', 'noeviction'));
    await expect(check(server.url)).resolves.toEqual([]);
    await asServer((admin) => admin.config('SET', 'maxmemory-policy', 'allkeys-lru'));
  });

  it('tells a wrong and a missing password from a server that is away', async () => {
    expect(await refusal(`redis://:wrong-secret@${host}`)).toMatchObject({
      code: 'DROVER_STORE_AUTH',
    });
    expect(await refusal(`redis://nobody:wrong-secret@${host}`)).toMatchObject({
      code: 'DROVER_STORE_AUTH',
    });
    expect(await refusal(`redis://${host}`)).toEqual({
      code: 'DROVER_STORE_AUTH',
      message: expect.stringContaining('wants a password'),
    });
    expect(await refusal('redis://:secret@127.0.0.1:1')).toEqual({
      code: 'DROVER_STORE_UNREACHABLE',
      message: expect.stringMatching(/redis:\/\/:\*\*\*@127\.0\.0\.1:1 .*ECONNREFUSED/),
    });
  });

  it('refuses a user who may not write the keys of the namespace', async () => {
    await asServer((admin) =>
      admin.call('ACL', 'SETUSER', 'stranger', 'on', '>secret', '~other:*', '+@all'),
    );
    expect(await refusal(`redis://stranger:secret@${host}`)).toMatchObject({
      code: 'DROVER_STORE_AUTH',
    });
  });

  it('only warns when the server does not let itself be looked at', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    await asServer((admin) =>
      admin.call('ACL', 'SETUSER', 'managed', 'on', '>secret', '~*', '+@all', '-info', '-config'),
    );
    await expect(check(`redis://managed:secret@${host}`)).resolves.toEqual([
      { code: 'DROVER_STORE_UNCHECKED', message: expect.stringContaining('noeviction') },
    ]);
    warn.mockRestore();
  });

  it('refuses a version that is too old, and names both', async () => {
    const old = await startFakeRedis(['redis_version:5.0.14', 'maxmemory_policy:noeviction']);
    const { code, message } = await refusal(`redis://127.0.0.1:${old.port}`);
    await old.close();
    expect(code).toBe('DROVER_STORE_VERSION');
    expect(message).toMatch(/Expected Redis 6\.2 or newer .* found 5\.0\.14/);
  });

  it('refuses a node of a cluster that was taken for a single server', async () => {
    const node = await startFakeRedis(['redis_version:7.0.15', 'cluster_enabled:1']);
    const { code, message } = await refusal(`redis://127.0.0.1:${node.port}`);
    await node.close();
    expect(code).toBe('DROVER_STORE_URL');
    expect(message).toContain('new Cluster');
  });
});
