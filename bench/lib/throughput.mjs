import { startMeter } from './meter.mjs';
import { deleteJobs } from './redis.mjs';

const BULK = 1000;

/** About 100 bytes of JSON, as a webhook's arguments are. */
export function payload(index) {
  return {
    conversationId: index,
    accountId: 17,
    event: 'message_created',
    at: '2025-03-01T10:00:00.000Z',
  };
}

/** Enqueues jobs one by one, `lanes` of them at a time. */
export function enqueueRate(redis, { jobs, lanes }) {
  return (contestant, share) =>
    measured(redis, contestant, Math.ceil(jobs * share), async (count) => {
      let sent = 0;
      const lane = async () => {
        while (sent < count) await contestant.enqueue(payload(sent++));
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    });
}

/** Enqueues 1,000 jobs a call, one call after the other. */
export function bulkRate(redis, { jobs }) {
  return (contestant, share) =>
    measured(redis, contestant, thousands(jobs * share), (count) => fillBacklog(contestant, count));
}

/** Works off a backlog of no-op jobs; timed from the first to the last perform, without the start. */
export function processRate(redis, { jobs, concurrency }) {
  return async (contestant, share) => {
    const backlog = Math.ceil(jobs * share);
    await fillBacklog(contestant, backlog);
    return measured(redis, contestant, backlog, (count) => workOff(contestant, count, concurrency));
  };
}

export async function fillBacklog(contestant, jobs) {
  for (let left = jobs; left > 0; left -= BULK) {
    await contestant.enqueueAll(
      Array.from({ length: Math.min(left, BULK) }, (_, index) => payload(index)),
    );
  }
}

/** Starts a worker, waits until it performed `jobs` jobs, stops it; resolves to the seconds they took. */
export async function workOff(contestant, jobs, concurrency) {
  let performed = 0;
  let startedAt = 0;
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  const stop = await contestant.work(concurrency, () => {
    if (performed === 0) startedAt = performance.now();
    performed += 1;
    if (performed === jobs) finish((performance.now() - startedAt) / 1000);
  });
  const seconds = await finished;
  await stop();
  return seconds;
}

function thousands(jobs) {
  return Math.max(1, Math.round(jobs / BULK)) * BULK;
}

async function measured(redis, contestant, jobs, run) {
  const stopMeter = await startMeter(redis);
  const startedAt = performance.now();
  const seconds = (await run(jobs)) ?? (performance.now() - startedAt) / 1000;
  const cpu = await stopMeter();
  await deleteJobs(redis, contestant.namespace);
  return { jobs, seconds, ...cpu };
}
