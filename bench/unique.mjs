// What @Unique costs: the same jobs with and without it, in one process, on one Redis, in turn.
import { drover } from './lib/packages.mjs';
import { rawContestant } from './lib/raw-contestant.mjs';
import { provideRedis } from './lib/redis.mjs';
import { machineLines, printTable, throughputRow } from './lib/report.mjs';
import { pairedRounds } from './lib/rounds.mjs';
import { median, round } from './lib/statistics.mjs';
import { bulkRate, enqueueRate, processRate } from './lib/throughput.mjs';

const ROUNDS = 5;

let onPerform = () => {};

class PlainJob extends drover.Job {
  async perform(payload) {
    onPerform(payload);
  }
}

class UniqueJob extends PlainJob {}
drover.Unique({ ttl: '1 hour' })(UniqueJob);

/** Every job of it is a duplicate of the first. */
class RefusedJob extends PlainJob {}
drover.Unique({ by: () => 1 })(RefusedJob);

const startedAt = performance.now();
const redis = await provideRedis();
const namespace = 'bench-drover';
drover.configure({
  store: redis.url,
  namespace,
  defaultQueue: 'bench',
  jobs: [PlainJob, UniqueJob, RefusedJob],
  logLevel: 'silent',
});
const raw = contestant('raw', PlainJob);
const unique = contestant('drover', UniqueJob);
const refused = contestant('drover', RefusedJob);
const bull = rawContestant(redis.url);
let ids = 0;
const deduplicated = {
  ...rawContestant(redis.url, () => ({
    deduplication: { id: `job:${(ids += 1)}`, ttl: 3_600_000 },
  })),
  name: 'drover',
};
const result = {};

for (const line of await machineLines(redis.client)) console.log(line);
console.log(
  `Medians of ${ROUNDS} rounds after a warm-up; ratio = unique / plain, paired per round. ` +
    `In the table 'raw' is a plain job of Drover's, and 'drover' a unique one.\n`,
);

const concurrent = enqueueRate(redis.client, { jobs: 16_000, lanes: 100 });
const measures = {
  unique_vs_plain: ['enqueue, 100 at a time', unique, concurrent],
  unique_vs_plain_sequential: [
    'enqueue, one by one',
    unique,
    enqueueRate(redis.client, { jobs: 4000, lanes: 1 }),
  ],
  unique_vs_plain_bulk: ['enqueue, 1000 a call', unique, bulkRate(redis.client, { jobs: 16_000 })],
  unique_vs_plain_process: [
    'process, concurrency 10',
    unique,
    processRate(redis.client, { jobs: 20_000, concurrency: 10 }),
  ],
  bullmq_deduplication_vs_plain: ['the same with raw BullMQ', deduplicated, concurrent, bull],
  refused_vs_plain: ['a refused duplicate, 100 at a time', refused, concurrent],
};
const rows = [];
for (const [key, [title, other, sample, plain = raw]] of Object.entries(measures)) {
  const played = await pairedRounds({ raw: plain, drover: other }, sample, ROUNDS);
  result[key] = round(median(played.map(({ ratio }) => ratio)), 3);
  rows.push(throughputRow(title, played));
  console.error(`${title}: ${result[key]}`);
}
printTable(rows);

await Promise.all([drover.close(), bull.close(), deduplicated.close()]);
await redis.close();
console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
console.log(`RESULT ${JSON.stringify(result)}`);

function contestant(name, jobClass) {
  // No two payloads alike, whatever the slices and calls.
  let jobs = 0;
  return {
    name,
    namespace,
    enqueue: (payload) => jobClass.performLater(payload, (jobs += 1)),
    enqueueAll: (payloads) =>
      drover.performAllLater(payloads.map((payload) => jobClass.build(payload, (jobs += 1)))),
    async work(concurrency, listener) {
      onPerform = listener;
      const worker = await drover.startWorker({ queues: ['bench'], concurrency });
      return () => worker.stop();
    },
  };
}
