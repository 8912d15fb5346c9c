import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { freePort } from '../../../../../../tests/support/free-port';
import {
  startRedis,
  testRedisUrl,
  uniqueNamespace,
  withRedis,
  type RedisServer,
} from '../../../../../../tests/support/redis';
import { waitFor } from '../../../../../../tests/support/wait-for';
import { openStore } from '../../../../src/adapters/bullmq/open-store';
import type { BullStore, StoreLocation } from '../../../../src/adapters/bullmq/store';
import { rejection } from '../../../support/rejection';
import { TcpProxy } from '../../../support/tcp-proxy';

const TIMEOUT = 1500;
/** For what succeeds: it costs nothing. */
const PATIENCE = 30_000;
/** What a busy machine may add. */
const SLACK = 5000;

describe('a Redis store', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let namespace: string;
  let errors: Error[];

  beforeEach(() => {
    namespace = uniqueNamespace();
    errors = [];
  });
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  async function open(location: StoreLocation): Promise<BullStore> {
    const store = await openStore(location, { namespace, enqueueTimeout: TIMEOUT });
    store.onError((error) => errors.push(error));
    ends.push(() => store.close());
    return store;
  }

  function queueOf(store: BullStore, name = 'q'): Queue {
    const { options, factory } = store.queueOptions();
    return new Queue(name, options, factory as never);
  }

  async function proxyTo(port: number): Promise<{ proxy: TcpProxy; url: string }> {
    const proxy = await TcpProxy.start(port);
    ends.push(() => proxy.close());
    return { proxy, url: `redis://127.0.0.1:${proxy.port}` };
  }

  const proxied = () => proxyTo(Number(new URL(testRedisUrl()).port));
  const storedIds = () =>
    withRedis(testRedisUrl(), (redis) => redis.lrange(`${namespace}:q:wait`, 0, -1));

  it('has one connection for all queues, with a name, and is ready at once after the first', async () => {
    const { proxy, url } = await proxied();
    const store = await open(url);
    expect(store.isReady).toBe(false);
    await store.ready(PATIENCE);
    expect(store.isReady).toBe(true);

    for (const name of ['a', 'b', 'c']) await queueOf(store, name).add('job', {});
    expect(proxy.accepted).toBe(1);
    const clients = await withRedis(testRedisUrl(), async (redis) =>
      String(await redis.client('LIST')),
    );
    expect(clients).toContain(`name=${namespace}:producer`);
  });

  it('waits for the connection with the first commands instead of failing them', async () => {
    const queue = queueOf(await open(testRedisUrl()));
    const jobs = await Promise.all(['a1', 'b2'].map((jobId) => queue.add('job', {}, { jobId })));
    expect(jobs.map(({ id }) => id)).toEqual(['a1', 'b2']);
  });

  it('rejects in bounded time when nobody listens, and reports the reason once', async () => {
    const store = await open('redis://127.0.0.1:1');
    const waited = await rejection(store.ready(TIMEOUT));
    expect(waited.error.code).toBe('DROVER_STORE_UNREACHABLE');
    expect(waited.after).toBeGreaterThan(TIMEOUT - 50);
    expect(waited.after).toBeLessThan(TIMEOUT + SLACK);

    const added = await rejection(queueOf(store).add('job', {}));
    expect(added.after).toBeLessThan(TIMEOUT + SLACK);
    expect(errors).toHaveLength(1);
  });

  it('rejects in bounded time when connections are taken and nothing is answered', async () => {
    const { proxy, url } = await proxied();
    proxy.hold();
    const store = await open(url);
    const { error, after } = await rejection(store.ready(TIMEOUT));
    expect(error.code).toBe('DROVER_STORE_UNREACHABLE');
    expect(after).toBeLessThan(TIMEOUT + SLACK);
  });

  it('rejects in bounded time when the server falls silent, then finds a better connection', async () => {
    const { proxy, url } = await proxied();
    const store = await open(url);
    await store.ready(PATIENCE);
    const queue = queueOf(store);
    await queue.add('job', {}, { jobId: 'before' });

    proxy.hold();
    const { after } = await rejection(queue.add('job', {}, { jobId: 'during' }));
    expect(after).toBeLessThan(TIMEOUT + SLACK);

    // The silent connections stay silent: only a new one can help.
    const { accepted } = proxy;
    await waitFor(() => proxy.accepted > accepted, { what: 'a new connection' });
    proxy.dropConnections();
    await proxy.pass();
    await store.ready(PATIENCE);
    await queue.add('job', {}, { jobId: 'after' });
    expect((await storedIds()).toReversed()).toEqual(['before', 'during', 'after']);
  });

  it('sends an unanswered job again after a reconnect: it is stored once', async () => {
    const { proxy, url } = await proxied();
    const store = await open(url);
    await store.ready(PATIENCE);
    const queue = queueOf(store);
    await queue.add('job', {}, { jobId: 'first' });

    proxy.dropAfter(0);
    const adding = queue.add('job', {}, { jobId: 'lost-reply' });
    await waitFor(() => proxy.open === 0, { what: 'the cut' });
    await proxy.pass();
    expect((await adding).id).toBe('lost-reply');
    expect(proxy.accepted).toBe(2);
    expect((await storedIds()).toReversed()).toEqual(['first', 'lost-reply']);
  });

  it('never sends what it has already rejected', async () => {
    const { proxy, url } = await proxied();
    const store = await open(url);
    await store.ready(PATIENCE);
    const queue = queueOf(store);
    await queue.add('job', {}, { jobId: 'before' });

    await proxy.refuse();
    await rejection(queue.add('job', {}, { jobId: 'rejected' }));
    await proxy.pass();
    await store.ready(PATIENCE);
    await queue.add('job', {}, { jobId: 'after' });
    expect((await storedIds()).toReversed()).toEqual(['before', 'after']);
  });

  describe('with a server that dies', () => {
    it('comes back by itself, and so does a worker', async () => {
      const port = await freePort();
      let server: RedisServer = await startRedis({ port });
      ends.push(() => server.stop());
      const store = await open(server.url);
      await store.ready(PATIENCE);
      const queue = queueOf(store);
      const { options, factory } = store.workerOptions();
      const done: string[] = [];
      const worker = new Worker(
        'q',
        async ({ id }) => void done.push(id!),
        options,
        factory as never,
      );
      worker.on('error', () => {});
      ends.push(() => worker.close(true));
      await queue.add('job', {}, { jobId: 'before' });
      await waitFor(() => done.includes('before'));

      await server.kill();
      await waitFor(() => !store.isReady);
      expect((await rejection(store.ready(200))).error.code).toBe('DROVER_STORE_UNREACHABLE');
      await server.stop();
      server = await startRedis({ port });
      await store.ready(PATIENCE);
      await queue.add('job', {}, { jobId: 'after' });
      await waitFor(() => done.includes('after'));
    });
  });

  describe("with the application's own ioredis", () => {
    it('leaves its settings alone and never closes it', async () => {
      const own = new Redis(testRedisUrl(), { maxRetriesPerRequest: 3, commandTimeout: 2000 });
      ends.push(() => own.quit());
      const store = await open({ redis: own });
      await store.ready(PATIENCE);
      await queueOf(store).add('job', {}, { jobId: 'x1' });
      const backend = store.workerBackend('q', store.workerOptions().options);
      await backend.waitUntilReady();
      expect(await backend.waitForJob(1)).toEqual({ member: '0', score: 0 });
      await store.close();
      expect(await own.ping()).toBe('PONG');
      expect(own.options.maxRetriesPerRequest).toBe(3);
    });
  });

  describe('close', () => {
    it('ends every connection, and whatever waits for one', async () => {
      const { proxy, url } = await proxied();
      const store = await open(url);
      await store.ready(PATIENCE);
      await store.workerBackend('q', store.workerOptions().options).waitUntilReady();
      expect(proxy.open).toBe(3);
      await Promise.all([store.close(), store.close()]);
      await waitFor(() => proxy.open === 0);
      expect(store.isReady).toBe(false);
      expect((await rejection(store.ready(TIMEOUT))).error.code).toBe('DROVER_STORE_UNREACHABLE');
    });

    it('does not hang on a server that is away or silent', async () => {
      const { proxy, url } = await proxied();
      const [silent, away] = [await open(url), await open('redis://127.0.0.1:1')];
      await silent.ready(PATIENCE);
      proxy.hold();
      const waiting = rejection(away.ready(PATIENCE));
      const start = performance.now();
      await Promise.all([silent.close(), away.close()]);
      expect(performance.now() - start).toBeLessThan(SLACK);
      expect((await waiting).after).toBeLessThan(SLACK);
    });
  });
});
