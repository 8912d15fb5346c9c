// What the board costs with 100,000 failed jobs in one queue: each page's time, and the store's.
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { drover } from './lib/packages.mjs';
import { provideRedis } from './lib/redis.mjs';
import { machineLines, printTable } from './lib/report.mjs';
import { median, round } from './lib/statistics.mjs';

const JOBS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 5;
const QUEUE = 'webhooks';
const namespace = 'bench-board';

const require = createRequire(new URL('../packages/board/package.json', import.meta.url));
const { board } = require('./dist/index.js');
const express = require('express');

class WebhookDeliveryJob extends drover.Job {
  async perform() {}
}

const redis = await provideRedis();
drover.configure({
  store: redis.url,
  namespace,
  defaultQueue: QUEUE,
  jobs: [WebhookDeliveryJob],
  queues: [QUEUE],
  logLevel: 'silent',
});
for (const line of await machineLines(redis.client)) console.log(line);
await WebhookDeliveryJob.set({ wait: '1 hour' }).performLater(0);
await storeFailedJobs();

const app = express().use('/jobs', board({ authorize: () => 'write' }));
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}/jobs`;

const PAGES = {
  'queues, no queue open': '/api/queues',
  'failed, first page': `/api/queues?activeQueue=${QUEUE}&status=failed&page=1&jobsPerPage=10`,
  'failed, last page': `/api/queues?activeQueue=${QUEUE}&status=failed&page=${JOBS / 10}&jobsPerPage=10`,
  'one job': `/api/queues/${QUEUE}/failed-${JOBS - 1}`,
  schedule: '/schedule',
  processes: '/processes',
  locks: '/locks',
  metrics: '/metrics',
  stats: '/api/stats',
  'search, finds at once': '/search?state=failed&name=webhook',
  'search, finds nothing': '/search?argument=no-such-argument',
  'search, goes on at the end': `/search?argument=nothing&atQueue=${QUEUE}&atState=failed&at=${JOBS - 5000}`,
};

const [, previous] = await redis.client.config('GET', 'slowlog-log-slower-than');
await redis.client.config('SET', 'slowlog-log-slower-than', '0', 'slowlog-max-len', '100000');
const rows = [];
for (const [name, path] of Object.entries(PAGES)) {
  const times = [];
  await redis.client.slowlog('RESET');
  for (let turn = 0; turn <= ROUNDS; turn += 1) {
    const startedAt = performance.now();
    const response = await fetch(base + path);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    if (turn > 0) times.push(performance.now() - startedAt);
  }
  const commands = await redis.client.slowlog('GET', 100_000);
  // Emptying the log is in the log, and takes its time.
  const asked = commands.filter(([, , , [command]]) => command.toUpperCase() !== 'SLOWLOG');
  const slowest = Math.max(0, ...asked.map(([, , micros]) => micros)) / 1000;
  rows.push({
    page: name,
    'median ms': round(median(times), 1),
    'worst ms': round(Math.max(...times), 1),
    'slowest command ms': round(slowest, 2),
  });
}
await redis.client.config('SET', 'slowlog-log-slower-than', previous);
printTable(rows);

server.close();
server.closeAllConnections();
await drover.close();
await removeAll();
await redis.close();
const worst = (column) => Math.max(...rows.map((row) => row[column]));
console.log(
  `RESULT ${JSON.stringify({ jobs: JOBS, page_ms: worst('worst ms'), command_ms: worst('slowest command ms') })}`,
);

/** As a worker would have left them, and a hundred times as fast. */
async function storeFailedJobs() {
  const now = Date.now();
  const stack = JSON.stringify([
    `Error: 500\n${'    at deliver (delivery.job.ts:12:5)\n'.repeat(8)}`,
  ]);
  for (let start = 0; start < JOBS; start += 1000) {
    const pipeline = redis.client.pipeline();
    for (let number = start; number < Math.min(JOBS, start + 1000); number += 1) {
      const id = `failed-${number}`;
      const at = now - (JOBS - number) * 10;
      pipeline.hset(`${namespace}:${QUEUE}:${id}`, {
        name: 'WebhookDeliveryJob',
        data: JSON.stringify({
          drover: 1,
          args: [number, { event: 'message.created', token: 'secret' }],
        }),
        opts: '{"attempts":5}',
        timestamp: at,
        delay: 0,
        priority: 0,
        processedOn: at + 5,
        finishedOn: at + 20,
        atm: 5,
        ats: 5,
        failedReason: 'Webhook delivery failed: 500',
        stacktrace: stack,
      });
      pipeline.zadd(`${namespace}:${QUEUE}:failed`, at + 20, id);
    }
    await pipeline.exec();
  }
}

async function removeAll() {
  for await (const keys of redis.client.scanStream({ match: `${namespace}:*`, count: 2000 }))
    if (keys.length > 0) await redis.client.unlink(...keys);
}
