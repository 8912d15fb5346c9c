import { payload } from './throughput.mjs';
import { deleteJobs } from './redis.mjs';
import { percentile } from './statistics.mjs';

const SHORTEST = 50;
const LONGEST = 1500;

/** How late an idle worker starts delayed jobs, in milliseconds: both contestants in turn. */
export async function latenessOf(redis, contestants, { rounds, jobs }) {
  const lateness = new Map(contestants.map(({ name }) => [name, []]));
  for (let index = 0; index < rounds; index += 1) {
    const delays = Array.from(
      { length: jobs },
      () => SHORTEST + Math.random() * (LONGEST - SHORTEST),
    );
    for (const contestant of contestants)
      lateness.get(contestant.name).push(...(await sample(redis, contestant, delays)));
  }
  return contestants.map(({ name }) => ({ name, ...summary(lateness.get(name)) }));
}

async function sample(redis, contestant, delays) {
  const late = [];
  let idle;
  let finish;
  const isIdle = new Promise((resolve) => (idle = resolve));
  const finished = new Promise((resolve) => (finish = resolve));
  const stop = await contestant.work(10, ({ due }) => {
    if (due === undefined) return idle();
    late.push(Date.now() - due);
    if (late.length === delays.length) finish();
  });
  await contestant.enqueue(payload(0));
  await isIdle;
  const start = Date.now();
  await Promise.all(
    delays.map((delay) => {
      const due = Math.round(start + delay);
      return contestant.enqueueAt(due, { due });
    }),
  );
  await finished;
  await stop();
  await deleteJobs(redis, contestant.namespace);
  return late;
}

function summary(late) {
  return {
    jobs: late.length,
    p50: percentile(late, 0.5),
    p90: percentile(late, 0.9),
    max: Math.max(...late),
  };
}
