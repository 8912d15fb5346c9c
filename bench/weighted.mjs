// One process over six weighted queues: against what people run on BullMQ today, and against Sidekiq.
import { setTimeout } from 'node:timers/promises';
import { watchSent } from './lib/command-count.mjs';
import { deleteJobs, provideRedis } from './lib/redis.mjs';
import { machineLines, printTable, throughputRow } from './lib/report.mjs';
import { pairedRounds } from './lib/rounds.mjs';
import { sidekiqRate, sidekiqVersion } from './lib/sidekiq.mjs';
import { median, percentile, round } from './lib/statistics.mjs';
import { fillBacklog, payload, processRate } from './lib/throughput.mjs';
import {
  oneWorker,
  setScene,
  SHARES,
  weightedDrover,
  workerPerQueue,
} from './lib/weighted-contestants.mjs';

const ROUNDS = 5;
const ONE_BUSY = ['low'];

const startedAt = performance.now();
const redis = await provideRedis();
const single = oneWorker(redis.url);
const split = workerPerQueue(redis.url);
const drover = weightedDrover(redis.url);
const result = {};

for (const line of await machineLines(redis.client)) console.log(line);
console.log(
  `Medians of ${ROUNDS} rounds after a warm-up; ratio = drover / raw, paired per round.\n`,
);

await compareThroughput();
await compareWithSidekiq();
await measureCritical();
await measureIdle();

await single.close();
await split.close();
await drover.close();
await redis.close();
console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
console.log(`RESULT ${JSON.stringify(result)}`);

async function compareThroughput() {
  const measures = [
    ['vs_one_worker_c10', 'six queues against one Worker, concurrency 10', single, 10, 30_000, {}],
    ['vs_one_worker_c50', 'six queues against one Worker, concurrency 50', single, 50, 30_000, {}],
    ['vs_worker_per_queue_c10', 'six queues against six Workers', split, 10, 30_000, {}],
    [
      'vs_worker_per_queue_one_busy',
      'one of six busy against six Workers',
      split,
      10,
      10_000,
      { busy: ONE_BUSY },
    ],
    [
      'vs_worker_per_queue_one_busy_5ms',
      'the same with jobs of 5 ms',
      split,
      10,
      1500,
      { busy: ONE_BUSY, milliseconds: 5 },
    ],
  ];
  const rows = [];
  for (const [key, title, raw, concurrency, jobs, scene] of measures) {
    setScene(scene);
    const sample = processRate(redis.client, { jobs, concurrency });
    const played = await pairedRounds({ raw, drover }, sample, ROUNDS);
    result[key] = round(median(played.map(({ ratio }) => ratio)), 3);
    rows.push(throughputRow(title, played));
    console.error(`${title}: ${result[key]}`);
  }
  setScene({});
  printTable(rows);
}

/** Drover and Sidekiq in turn, each in one process with ten slots over the same queues. */
async function compareWithSidekiq() {
  const version = sidekiqVersion();
  if (!version) {
    console.log('Sidekiq is not installed (Debian: ruby-sidekiq); that comparison is left out.\n');
    return;
  }
  const jobs = 12_000;
  const sample = processRate(redis.client, { jobs, concurrency: 10 });
  const rounds = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const ours = await sample(drover, 1);
    const theirs = await sidekiqRate(redis.url, { shares: SHARES, jobs, concurrency: 10 });
    rounds.push({ drover: ours.jobs / ours.seconds, sidekiq: theirs });
  }
  const ratios = rounds.map((each) => each.drover / each.sidekiq);
  result.vs_sidekiq = round(median(ratios), 3);
  printTable([
    {
      'jobs/s in one process': `Sidekiq ${version}`,
      sidekiq: Math.round(median(rounds.map(({ sidekiq }) => sidekiq))),
      drover: Math.round(median(rounds.map((each) => each.drover))),
      ratio: result.vs_sidekiq,
    },
  ]);
}

/** A critical job arrives while 10,000 low ones of 20 ms wait and every slot is busy. */
async function measureCritical() {
  const strict = await criticalWaits(['critical', 'low']);
  const weighted = await criticalWaits([
    ['critical', 6],
    ['low', 2],
  ]);
  result.critical_p99_ms = strict.p99;
  printTable([
    { 'critical behind 10,000 low, ms': 'strict order', ...strict },
    { 'critical behind 10,000 low, ms': 'weights 6 and 2', ...weighted },
  ]);
}

async function criticalWaits(queues) {
  setScene({ busy: ['low'], milliseconds: 20 });
  await fillBacklog(drover, 10_000);
  const waits = [];
  const onPerform = ({ sentAt }) => sentAt && waits.push(performance.now() - sentAt - 20);
  const stop = await drover.work(10, onPerform, queues);
  for (let index = 0; index < 200; index += 1) {
    await drover.enqueue({ ...payload(index), sentAt: performance.now() }, 'critical');
    await setTimeout(15);
  }
  while (waits.length < 200) await setTimeout(10);
  await stop();
  await deleteJobs(redis.client, drover.namespace);
  const at = (share) => round(percentile(waits, share), 1);
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/** Connections and commands of a process that has nothing to do. */
async function measureIdle() {
  const connectionsOf = async () => (await redis.client.client('LIST')).trim().split('\n').length;
  const seconds = 20;
  const before = await connectionsOf();
  const stop = await drover.work(10, () => {});
  await setTimeout(6000);
  result.connections = (await connectionsOf()) - before;
  const sent = await watchSent(redis.client, drover.namespace);
  const cpu = process.cpuUsage();
  await setTimeout(seconds * 1000);
  const { user, system } = process.cpuUsage(cpu);
  result.idle_commands_per_s = round((await sent.stop()) / seconds);
  await stop();
  printTable([
    {
      'idle, six queues': 'drover',
      connections: result.connections,
      'commands/s': result.idle_commands_per_s,
      'cpu ms/s': round((user + system) / 1000 / seconds),
    },
  ]);
}
