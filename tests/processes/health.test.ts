import { freePort } from '../support/free-port';
import { probe } from '../support/probe';
import { startRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { Crew } from './crew';

let redis: RedisServer;
let crew: Crew;
let port: number;

beforeEach(async () => {
  redis = await startRedis();
  crew = new Crew({ store: redis.url });
  port = await freePort();
});
afterEach(async () => {
  await crew.dismiss();
  await redis.stop();
});

const start = () =>
  crew.start('--health-port', String(port), '--health-host', '127.0.0.1', '--timeout', '2');
const becomes = (status: number) =>
  waitFor(async () => (await probe(port, '/ready'))?.status === status, {
    what: `/ready to answer ${status}`,
  });
const isLive = async () => (await probe(port, '/live'))?.status === 200;

test('/ready turns 503 while Redis is away, and 200 when it is back; /live stays', async () => {
  await start();
  await becomes(200);
  await redis.kill();
  await becomes(503);
  expect((await probe(port, '/ready'))?.body).toEqual({
    ready: false,
    why: 'the store does not answer',
  });
  expect(await isLive()).toBe(true);
  const back = await startRedis({ port: redis.port });
  try {
    await becomes(200);
  } finally {
    await back.stop();
  }
});

test('/ready turns 503 on SIGTSTP; /live stays', async () => {
  const worker = await start();
  await becomes(200);
  worker.kill('SIGTSTP');
  const why = async () => String((await probe(port, '/ready'))?.body['why']);
  await waitFor(async () => (await why()).startsWith('quiet'));
  expect((await probe(port, '/ready'))?.status).toBe(503);
  expect(await isLive()).toBe(true);
});

test('anything else is not found', async () => {
  await start();
  expect(await probe(port, '/')).toMatchObject({ status: 404 });
  expect(await probe(port, '/ready/')).toMatchObject({ status: 404 });
});

test('a port that is taken stops it with 1, and says so', async () => {
  const worker = await start();
  await expect(start()).rejects.toThrow(/DROVER_INVALID_OPTIONS: --health-port: .*EADDRINUSE/);
  expect(worker.running).toBe(true);
});

test('a worker that waits for its store is live, not ready, and stops when it is told to', async () => {
  await redis.kill();
  const waiting = crew.launch('--health-port', String(port), '--health-host', '127.0.0.1');
  await waiting.hasSaid('The store reports');
  expect(await isLive()).toBe(true);
  expect((await probe(port, '/ready'))?.body['why']).toMatch(/^starting/);
  waiting.kill('SIGTERM');
  expect(await waiting.exit).toMatchObject({ code: 0 });
});
