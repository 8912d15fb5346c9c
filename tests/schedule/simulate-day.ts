import { close, configure } from '@drover/core';
import { FakeClock } from '@drover/testing';
import type { Redis } from 'ioredis';
import { withRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';

const { STORE: store = '', NAMESPACE: namespace = '', FOLDER = '', START = '' } = process.env;
const PROCESSES = Number(process.env['PROCESSES']);

/** One of several processes that run the schedule through a day of their clocks, minute by minute. */
async function simulateDay(redis: Redis): Promise<void> {
  const clock = new FakeClock({ now: new Date(START) });
  const application = configure({
    ...{ store, namespace, clock, logLevel: 'silent' },
    jobs: [`${FOLDER}/jobs`],
    schedule: `${FOLDER}/config/schedule.yml`,
  });
  const enqueued: string[] = [];
  application.events.on('enqueued', ({ job, error }) => {
    if (error) throw error;
    enqueued.push(job.id);
  });
  await application.loadJobs();
  const declarations = await application.scheduling.read();
  if (!declarations) throw new TypeError('There is no schedule');
  const scheduler = await application.scheduling.scheduler(declarations);
  const end = clock.now() + 24 * 3_600_000;
  for (; clock.now() <= end; clock.advance(60_000)) {
    await scheduler.turn();
    await allAreThere(redis, clock.now());
  }
  process.stdout.write(JSON.stringify({ enqueued, zone: new Date(START).getTimezoneOffset() }));
  await close();
}

/** Hours pass in a second here, but the clocks of the processes must not drift apart. */
async function allAreThere(redis: Redis, minute: number): Promise<void> {
  const key = `${namespace}@minute@${minute}`;
  await redis.incr(key);
  await waitFor(async () => Number(await redis.get(key)) === PROCESSES, { interval: 0 });
}

void withRedis(store, simulateDay);
