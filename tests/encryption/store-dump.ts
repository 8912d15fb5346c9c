import { currentApplication } from '@drover/core';
import { FakeAdapter } from '@drover/testing';
import type { Queue } from 'bullmq';
import pg from 'pg';
import type { StoreName } from '../locks/every-store';
import { testRedisUrl, withRedis } from '../support/redis';

/** Everything that the store of the application has, as one text. */
export async function storeDump(name: StoreName): Promise<string> {
  const { adapter, options } = currentApplication();
  if (adapter instanceof FakeAdapter)
    return JSON.stringify([
      ...[adapter.enqueued, adapter.completed, adapter.failed, adapter.discarded],
      ...[adapter.journal.enqueues, await (await adapter.schedule()).entries()],
    ]);
  if (name === 'redis') return redisDump(options.namespace ?? 'drover');
  return name === 'postgres' ? postgresDump(options.store as string) : queueDump();
}

/** Every key of the namespace and what it holds. */
async function redisDump(namespace: string): Promise<string> {
  return withRedis(testRedisUrl(), async (redis) => {
    const keys = await redis.keys(`*${namespace}*`);
    const parts = await Promise.all(
      keys.map(async (key) => {
        switch (await redis.type(key)) {
          case 'hash':
            return redis.hgetall(key);
          case 'string':
            return redis.get(key);
          case 'list':
            return redis.lrange(key, 0, -1);
          case 'set':
            return redis.smembers(key);
          case 'zset':
            return redis.zrange(key, 0, -1);
          case 'stream':
            return redis.xrange(key, '-', '+');
          default:
            return undefined;
        }
      }),
    );
    return JSON.stringify([keys, parts]);
  });
}

async function postgresDump(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ place: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS place FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const dumps = [];
    for (const { place } of tables)
      dumps.push((await client.query(`SELECT t::text FROM ${place} t`)).rows);
    return JSON.stringify(dumps);
  } finally {
    await client.end();
  }
}

/** Of a store that only this process can open: what BullMQ has of each job. */
async function queueDump(): Promise<string> {
  const { operations, adapter, schedule } = currentApplication();
  const names = await operations.queueNames();
  const states = ['failed', 'completed', 'delayed', 'waiting', 'active', 'prioritized'] as const;
  const jobs = await Promise.all(
    names.map(async (each) => {
      const queue = (await adapter.nativeQueue?.(each)) as Queue;
      const found = await queue.getJobs([...states]);
      return Promise.all(
        found.map(async (job) => [job.toJSON(), await queue.getJobLogs(job.id ?? '')]),
      );
    }),
  );
  return JSON.stringify([jobs, await operations.locks(), await schedule.list()]);
}
