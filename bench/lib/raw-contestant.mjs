import { Queue, Worker } from './packages.mjs';

/** What Drover's own workers run with, so that both sides do the same. */
export const WORKER_OPTIONS = {
  lockDuration: 30_000,
  stalledInterval: 5000,
  maxStalledCount: 3,
  removeOnComplete: { age: 3600, count: 1000 },
  removeOnFail: { age: 180 * 86_400, count: 10_000 },
};

/**
 * BullMQ as its manual shows it: one Queue, one Worker.
 *
 * @param optionsFor - of the job that `enqueue` adds, made anew for each
 */
export function rawContestant(url, optionsFor = () => undefined) {
  const namespace = 'bench-raw';
  const connection = { url, maxRetriesPerRequest: null };
  const queue = new Queue('bench', { connection, prefix: namespace });

  return {
    name: 'raw',
    namespace,
    enqueue: (payload) => queue.add('NoopJob', payload, optionsFor()),
    enqueueAt: (time, payload) => {
      const timestamp = Date.now();
      return queue.add('NoopJob', payload, { timestamp, delay: time - timestamp });
    },
    enqueueAll: (payloads) => queue.addBulk(payloads.map((data) => ({ name: 'NoopJob', data }))),
    async work(concurrency, onPerform) {
      const perform = async (job) => onPerform(job.data);
      const worker = new Worker('bench', perform, {
        connection,
        prefix: namespace,
        concurrency,
        ...WORKER_OPTIONS,
      });
      worker.on('error', console.error);
      return () => worker.close();
    },
    close: () => queue.close(),
  };
}
