import { currentApplication, type QueueInfo } from '@drover/core';
import type { RequestHandler } from 'express';

/** How the application is at this moment, for a monitor. Times are milliseconds. */
export const stats: RequestHandler = async (_request, response) => {
  const { operations, clock } = currentApplication();
  const [queues, processes] = await Promise.all([operations.queues(), operations.processes()]);
  const sum = (of: (queue: QueueInfo) => number) =>
    queues.reduce((total, each) => total + of(each), 0);
  response.json({
    at: clock.now(),
    jobs: {
      waiting: sum(({ size }) => size.waiting + size.prioritized),
      active: sum(({ size }) => size.active),
      delayed: sum(({ size }) => size.delayed),
      waitingForJobs: sum(({ size }) => size.waitingForJobs),
      completed: sum(({ size }) => size.completed),
      failed: sum(({ size }) => size.failed),
    },
    latency: Math.max(0, ...queues.map(({ latency }) => latency)),
    queues,
    processes: processes.map(({ hostname, pid, busy, concurrency, quiet, beatAt }) => ({
      ...{ hostname, pid, busy, concurrency, quiet, beatAt },
    })),
  });
};
