import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { close, configure } from '@drover/core';
import type { Redis } from 'ioredis';
import { toRedisSource } from '../../packages/core/src/adapters/bullmq/redis/redis-source';
import { findProgram } from '../support/find-program';
import { freePort } from '../support/free-port';
import { startRedis, withRedis, type RedisServer } from '../support/redis';
import { ServerProcess } from '../support/server-process';
import { waitFor } from '../support/wait-for';
import { expectADayOfWork, JOBS, PlainJob, work } from './day-of-work';

let master: RedisServer;
let replica: RedisServer;
let sentinel: ServerProcess;
let port: number;

beforeAll(async () => {
  master = await startRedis();
  replica = await startRedis({ args: ['--replicaof', `127.0.0.1 ${master.port}`] });
  port = await freePort();
  sentinel = await startSentinel(port, master.port);
  await waitFor(() => knowsReplica(port), { what: 'the sentinel to know the replica' });
});

afterAll(async () => {
  await close();
  await sentinel.stop();
  await Promise.all([master.stop(), replica.stop()]);
});

test('an error that its socket brings late ends no process', async () => {
  const source = toRedisSource({ name: 'jobs', sentinels: [{ host: '127.0.0.1', port }] });
  const client = source.connect({ retryStrategy: () => null }) as Redis;
  await once(client, 'ready');
  const { stream } = client;
  client.on('error', () => {});
  stream.destroy(new Error('refused'));
  await waitFor(() => client.status === 'end');
  expect(() => stream.emit('error', new Error('cut off'))).not.toThrow();
});

test('a worker found through a sentinel goes on, and keeps what waits, when the master is killed', async () => {
  const redis = { name: 'jobs', sentinels: [{ host: '127.0.0.1', port }] };
  configure({
    store: { redis },
    namespace: 'ranch',
    jobs: JOBS,
    enqueueTimeout: '20 seconds',
    logLevel: 'silent',
  });
  await work();
  await expectADayOfWork('before');
  const waiting = await PlainJob.set({ wait: '1 hour' }).performLater('waiting');
  await withRedis(master.url, (visitor) => visitor.wait(1, 5000));

  await master.kill();

  await expectADayOfWork('after');
  expect(await waiting.status()).toMatchObject({ state: 'delayed' });
});

async function startSentinel(at: number, masterPort: number): Promise<ServerProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'drover-sentinel-'));
  const file = path.join(folder, 'sentinel.conf');
  await writeFile(
    file,
    [
      `port ${at}`,
      'bind 127.0.0.1',
      `sentinel monitor jobs 127.0.0.1 ${masterPort} 1`,
      'sentinel down-after-milliseconds jobs 3000',
      'sentinel failover-timeout jobs 3000',
      '',
    ].join('\n'),
  );
  const program = findProgram('redis-server', 'valkey-server');
  if (!program) throw new Error('Neither redis-server nor valkey-server is on the PATH.');
  return ServerProcess.start({ program, folder, args: [file, '--sentinel'] });
}

async function knowsReplica(at: number): Promise<boolean> {
  const known = await withRedis(`redis://127.0.0.1:${at}`, (visitor) =>
    visitor.call('SENTINEL', 'replicas', 'jobs'),
  );
  return JSON.stringify(known).includes(String(replica.port));
}
