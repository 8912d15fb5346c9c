import { readFileSync } from 'node:fs';
import path from 'node:path';
import { close, configure, type DroverOptions } from '@drover/core';
import { Redis } from 'ioredis';
import { Redis as Redis6 } from 'ioredis-6';
import { freePort } from '../support/free-port';
import { startRedis, type RedisServer } from '../support/redis';
import { expectADayOfWork, JOBS, PlainJob, work } from './day-of-work';

const CERTIFICATE = path.join(__dirname, 'certificate/server.crt');
const KEY = path.join(__dirname, 'certificate/server.key');
const tls = { ca: readFileSync(CERTIFICATE) };

let redis: RedisServer;
let tlsPort: number;

beforeAll(async () => {
  tlsPort = await freePort();
  redis = await startRedis({
    args: [
      ...['--tls-port', String(tlsPort), '--tls-auth-clients', 'no'],
      ...['--tls-cert-file', CERTIFICATE, '--tls-key-file', KEY, '--tls-ca-cert-file', CERTIFICATE],
      ...['--user', 'herd', 'on', '>se/cret', '~*', '&*', '+@all'],
    ],
  });
});
afterEach(close);
afterAll(() => redis.stop());

test.each<[how: string, store: () => DroverOptions['store']]>([
  ['over TLS', () => ({ redis: { host: '127.0.0.1', port: tlsPort, tls } })],
  ['with a user and a password in the URL', () => `redis://herd:se%2Fcret@127.0.0.1:${redis.port}`],
  ['on a database of its own', () => `${redis.url}/7`],
  [
    "with the application's ioredis",
    () => ({ redis: new Redis(redis.url, { lazyConnect: true }) }),
  ],
  ['with ioredis 6', () => ({ redis: new Redis6(redis.url, { lazyConnect: true }) })],
])('a worker does everything %s', async (how, store) => {
  configure({ store: store()!, namespace: 'ranch', jobs: JOBS, logLevel: 'silent' });
  await work();

  await expectADayOfWork(how);
});

test('a handshake that is refused, and cut off by a close, ends no process', async () => {
  for (let timeout = 20; timeout < 80; timeout += 1) {
    configure({
      store: `rediss://127.0.0.1:${tlsPort}`,
      jobs: JOBS,
      enqueueTimeout: timeout,
      logLevel: 'silent',
    });
    await expect(PlainJob.performLater('refused')).rejects.toThrow('was not stored');
    await close();
  }
});

test.each([
  [
    'a certificate that nobody vouches for',
    () => `rediss://127.0.0.1:${tlsPort}`,
    'DROVER_STORE_UNREACHABLE',
    /self-signed certificate/,
  ],
  [
    'a password that is wrong',
    () => `redis://herd:wrong@127.0.0.1:${redis.port}`,
    'DROVER_STORE_AUTH',
    /WRONGPASS/,
  ],
])('%s is refused, and the error says so', async (_, store, code, reason) => {
  configure({ store: store(), jobs: JOBS, enqueueTimeout: 8000, logLevel: 'silent' });

  await expect(PlainJob.performLater('refused')).rejects.toMatchObject({
    message: expect.stringMatching(reason),
    cause: { code },
  });
});
