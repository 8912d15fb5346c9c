// What limits cost and keep: slots that are never exceeded and always used, and jobs that need none.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { commandsOf } from './lib/command-count.mjs';
import { drover } from './lib/packages.mjs';
import { deleteJobs, provideRedis } from './lib/redis.mjs';
import { machineLines, printTable, throughputRow } from './lib/report.mjs';
import { pairedRounds } from './lib/rounds.mjs';
import { median, round } from './lib/statistics.mjs';
import { processRate } from './lib/throughput.mjs';

const ROUNDS = 5;
const PROCESSES = 3;
const CONCURRENCY = 10;
const SLOTS = 2;
const WORK = 50;

let onPerform = () => {};

class PlainJob extends drover.Job {
  async perform(payload) {
    onPerform(payload);
  }
}

class RoomyJob extends PlainJob {}
drover.LimitConcurrency({ to: 100 })(RoomyJob);

/** The same without a limit: what a busy machine makes of it. */
class FreeJob extends drover.Job {}

class LimitedJob extends FreeJob {}
drover.LimitConcurrency({ to: SLOTS, key: (key) => key })(LimitedJob);

const startedAt = performance.now();
const redis = await provideRedis();
const namespace = 'bench-drover';
drover.configure({
  store: redis.url,
  namespace,
  jobs: [PlainJob, RoomyJob, FreeJob, LimitedJob],
  logLevel: 'silent',
});
const result = {};

for (const line of await machineLines(redis.client)) console.log(line);
console.log(
  `\nThe table: medians of ${ROUNDS} rounds after a warm-up, in one process. 'raw' is a job of Drover's without a ` +
    `limit, 'drover' one of a limit with room for all.\n`,
);

const plain = contestant('raw', PlainJob);
const roomy = contestant('drover', RoomyJob);
const played = await pairedRounds(
  { raw: plain, drover: roomy },
  processRate(redis.client, { jobs: 12_000, concurrency: 10 }),
  ROUNDS,
);
result.limited_vs_unlimited = round(median(played.map(({ ratio }) => ratio)), 3);
printTable([throughputRow('process, concurrency 10', played)]);

const ofPlain = await commandsOf(redis.client, plain);
const ofRoomy = await commandsOf(redis.client, roomy);
result.commands_unlimited = round(ofPlain.process.sent);
result.commands_limited = round(ofRoomy.process.sent);

const even = await rounds(async () => {
  const keyOf = (index) => `key ${index % 50}`;
  const limited = await mix(5000, keyOf);
  const free = await mix(5000, keyOf, FreeJob);
  return { ...limited, ratio: free.took / limited.took };
});
const skewed = await rounds(() =>
  mix(2000, (index) => (index % 5 === 0 ? 'busy' : `key ${index % 49}`)),
);
result.most_per_key = Math.max(...[...even, ...skewed].map(({ most }) => most));
result.throughput_even = round(median(even.map(({ share }) => share)));
result.even_vs_unlimited = round(median(even.map(({ ratio }) => ratio)));
result.throughput_skewed = round(median(skewed.map(({ share }) => share)));
result.behind_5000_blocked_ms = Math.round(median(await rounds(behindBlocked)));

const keys = Object.keys(result);
printTable(keys.map((key) => ({ key, value: result[key] })));
await drover.close();
await redis.close();
console.log(`Took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
console.log(`RESULT ${JSON.stringify(result)}`);

async function rounds(play) {
  const all = [];
  for (let index = 0; index < 3; index += 1) all.push(await play());
  return all;
}

/** The share of the time that the slots and the workers need at the least, and how full a key ever was. */
async function mix(jobs, keyOf, jobClass = LimitedJob) {
  const wanted = Array.from({ length: jobs }, (_, index) => keyOf(index));
  const crew = await startCrew();
  const before = performance.now();
  await enqueue(wanted, jobClass);
  await crew.done(jobs);
  const took = performance.now() - before;
  const most = mostAtOnce(await crew.visits());
  await crew.dismiss();
  const perKey = new Map();
  for (const key of wanted) perKey.set(key, (perKey.get(key) ?? 0) + 1);
  const bySlots = (Math.max(...perKey.values()) * WORK) / SLOTS;
  const byWorkers = (jobs * WORK) / (PROCESSES * CONCURRENCY);
  console.error(`${jobs} ${jobClass.name}: ${Math.round(took)} ms, at most ${most} of a key`);
  return { most, took, share: Math.max(bySlots, byWorkers) / took };
}

/** Milliseconds until a job runs that stands behind thousands which find no slot. */
async function behindBlocked() {
  await enqueue(Array.from({ length: 5000 }, () => 'busy'));
  await enqueue(['other']);
  const crew = await startCrew();
  const before = Number(process.hrtime.bigint() / 1000n);
  let from;
  while (from === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    from = (await crew.visits()).find(([key]) => key === 'other')?.[1];
  }
  await crew.dismiss();
  return (from - before) / 1000;
}

async function enqueue(wanted, jobClass = LimitedJob) {
  for (let at = 0; at < wanted.length; at += 1000)
    await drover.performAllLater(
      wanted.slice(at, at + 1000).map((key) => jobClass.build(key, WORK)),
    );
}

async function startCrew() {
  const script = new URL('lib/limited-process.mjs', import.meta.url);
  const workers = Array.from({ length: PROCESSES }, () =>
    fork(script, [redis.url, namespace, String(CONCURRENCY)]),
  );
  let finished = 0;
  for (const worker of workers) worker.on('message', ({ done }) => done && (finished += done));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const seen = [];
  return {
    async done(jobs) {
      while (finished < jobs) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async visits() {
      const reports = workers.map(
        (worker) =>
          new Promise((resolve) => {
            const listener = ({ visits }) => {
              if (!visits) return;
              worker.off('message', listener);
              resolve(visits);
            };
            worker.on('message', listener);
          }),
      );
      for (const worker of workers) worker.send('report');
      seen.push(...(await Promise.all(reports)).flat());
      return seen;
    },
    async dismiss() {
      for (const worker of workers) worker.send('stop');
      await Promise.all(workers.map((worker) => once(worker, 'exit')));
      await deleteJobs(redis.client, namespace);
    },
  };
}

/** Two that touch do not overlap: who leaves comes first. */
function mostAtOnce(visits) {
  const steps = visits.flatMap(([key, from, to]) => [
    [from, 1, key],
    [to, -1, key],
  ]);
  const inside = new Map();
  let most = 0;
  for (const [, step, key] of steps.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    inside.set(key, (inside.get(key) ?? 0) + step);
    most = Math.max(most, inside.get(key));
  }
  return most;
}

function contestant(name, jobClass) {
  return {
    name,
    namespace,
    enqueue: (payload) => jobClass.performLater(payload),
    enqueueAll: (payloads) =>
      drover.performAllLater(payloads.map((payload) => jobClass.build(payload))),
    async work(concurrency, listener) {
      onPerform = listener;
      const worker = await drover.startWorker({ queues: ['default'], concurrency });
      return () => worker.stop();
    },
  };
}
