// What Drover costs over BullMQ: both do the same work in one process, on one Redis, in turn.
import { commandsOf } from './lib/command-count.mjs';
import { droverContestant } from './lib/drover-contestant.mjs';
import { importTimes } from './lib/import-time.mjs';
import { latenessOf } from './lib/lateness.mjs';
import { rawContestant } from './lib/raw-contestant.mjs';
import { provideRedis } from './lib/redis.mjs';
import { machineLines, printTable, throughputRow } from './lib/report.mjs';
import { pairedRounds } from './lib/rounds.mjs';
import { median, round } from './lib/statistics.mjs';
import { bulkRate, enqueueRate, processRate } from './lib/throughput.mjs';

const ROUNDS = 5;

const startedAt = performance.now();
const redis = await provideRedis();
const raw = rawContestant(redis.url);
const drover = droverContestant(redis.url);
const result = {};

for (const line of await machineLines(redis.client)) console.log(line);
console.log(
  `Medians of ${ROUNDS} rounds after a warm-up; ratio = drover / raw, paired per round.\n`,
);

await compareThroughput();
await compareLateness();
await compareCommands();
compareImports();

await raw.close();
await drover.close();
await redis.close();
console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
console.log(`RESULT ${JSON.stringify(result)}`);

async function compareThroughput() {
  const measures = {
    enqueue_sequential: [
      'enqueue, one by one',
      enqueueRate(redis.client, { jobs: 4000, lanes: 1 }),
    ],
    enqueue_concurrent: [
      'enqueue, 100 at a time',
      enqueueRate(redis.client, { jobs: 16_000, lanes: 100 }),
    ],
    bulk: ['enqueue, 1000 a call', bulkRate(redis.client, { jobs: 16_000 })],
    process_c1: [
      'process, concurrency 1',
      processRate(redis.client, { jobs: 5000, concurrency: 1 }),
    ],
    process_c10: [
      'process, concurrency 10',
      processRate(redis.client, { jobs: 20_000, concurrency: 10 }),
    ],
    process_c50: [
      'process, concurrency 50',
      processRate(redis.client, { jobs: 20_000, concurrency: 50 }),
    ],
  };
  const rows = [];
  for (const [key, [title, sample]] of Object.entries(measures)) {
    const played = await pairedRounds({ raw, drover }, sample, ROUNDS);
    result[key] = round(median(played.map(({ ratio }) => ratio)), 3);
    rows.push(throughputRow(title, played));
    console.error(`${title}: ${result[key]}`);
  }
  printTable(rows);
}

async function compareLateness() {
  const [ofRaw, ofDrover] = await latenessOf(redis.client, [raw, drover], { rounds: 2, jobs: 150 });
  result.delayed_p50_ms = ofDrover.p50;
  result.delayed_max_ms = ofDrover.max;
  const row = ({ name, jobs, p50, p90, max }) => ({
    'lateness of delayed jobs, ms': name,
    jobs,
    p50,
    p90,
    max,
  });
  printTable([ofRaw, ofDrover].map(row));
}

async function compareCommands() {
  const ofRaw = await commandsOf(redis.client, raw);
  const ofDrover = await commandsOf(redis.client, drover);
  result.extra_commands_enqueue = round(ofDrover.enqueue.sent - ofRaw.enqueue.sent);
  result.extra_commands_process = round(ofDrover.process.sent - ofRaw.process.sent);
  const rows = ['enqueue', 'process'].flatMap((road) =>
    [
      ['raw', ofRaw],
      ['drover', ofDrover],
    ].map(([name, counts]) => ({
      'Redis commands per job': `${road}, ${name}`,
      sent: counts[road].sent.toFixed(2),
      'of these scripts': counts[road].scripts.toFixed(2),
      'run, those inside scripts included': counts[road].run.toFixed(2),
    })),
  );
  printTable(rows);
}

function compareImports() {
  const lists = [['bullmq'], ['./dist/index.js'], ['bullmq', './dist/index.js']];
  const [bullmq, alone, both] = importTimes(lists, { rounds: 7 });
  result.import_ms_over_bullmq = round(alone - bullmq, 1);
  printTable([
    { 'import, ms': 'bullmq', median: round(bullmq, 1), 'over bullmq': 0 },
    {
      'import, ms': '@drover/core',
      median: round(alone, 1),
      'over bullmq': round(alone - bullmq, 1),
    },
    {
      'import, ms': 'bullmq and @drover/core',
      median: round(both, 1),
      'over bullmq': round(both - bullmq, 1),
    },
  ]);
}
