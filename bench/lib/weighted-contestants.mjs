import { setTimeout } from 'node:timers/promises';
import { drover, Queue, Worker } from './packages.mjs';
import { rawContestant, WORKER_OPTIONS } from './raw-contestant.mjs';

/** The queues of a help desk and their shares. */
export const SHARES = [
  ['critical', 6],
  ['default', 5],
  ['mailers', 4],
  ['webhooks', 3],
  ['low', 2],
  ['scheduled', 1],
];

const TOTAL = SHARES.reduce((sum, [, weight]) => sum + weight, 0);

/** How long a job takes, and which queues have jobs: what a measure varies. */
let scene = { milliseconds: 0, busy: SHARES.map(([name]) => name) };

export function setScene(next) {
  scene = { milliseconds: 0, busy: SHARES.map(([name]) => name), ...next };
}

const queueOf = (index) => scene.busy[index % scene.busy.length];

async function work(payload, onPerform) {
  if (scene.milliseconds > 0) await setTimeout(scene.milliseconds);
  onPerform(payload);
}

/** BullMQ with one queue and one Worker: the rate to reach. */
export function oneWorker(url) {
  const contestant = rawContestant(url);
  return {
    ...contestant,
    work: (concurrency, onPerform) =>
      contestant.work(concurrency, (payload) => work(payload, onPerform)),
  };
}

/** BullMQ as people do it: a Worker per queue, the concurrency split by weight. */
export function workerPerQueue(url) {
  const namespace = 'bench-split';
  const connection = { url, maxRetriesPerRequest: null };
  const queues = new Map(
    SHARES.map(([name]) => [name, new Queue(name, { connection, prefix: namespace })]),
  );
  return {
    name: 'raw',
    namespace,
    async enqueueAll(payloads) {
      for (const [name, group] of perQueue(payloads)) {
        await queues.get(name).addBulk(group.map((data) => ({ name: 'NoopJob', data })));
      }
    },
    async work(concurrency, onPerform) {
      const options = { connection, prefix: namespace, ...WORKER_OPTIONS };
      const workers = SHARES.map(([name, weight]) => {
        const share = Math.max(1, Math.round((concurrency * weight) / TOTAL));
        const perform = (job) => work(job.data, onPerform);
        return new Worker(name, perform, { ...options, concurrency: share });
      });
      for (const worker of workers) worker.on('error', console.error);
      return () => Promise.all(workers.map((worker) => worker.close()));
    },
    close: () => Promise.all([...queues.values()].map((queue) => queue.close())),
  };
}

let onDroverPerform = () => {};

class WeightedJob extends drover.Job {
  async perform(payload) {
    await work(payload, onDroverPerform);
  }
}

/** Drover over all queues with one number of slots. */
export function weightedDrover(url) {
  const namespace = 'bench-drover';
  drover.configure({ store: url, namespace, jobs: [WeightedJob], logLevel: 'silent' });
  return {
    name: 'drover',
    namespace,
    enqueue: (payload, queue) => WeightedJob.set({ queue }).performLater(payload),
    enqueueAll: (payloads) =>
      drover.performAllLater(
        payloads.map((payload, index) => WeightedJob.set({ queue: queueOf(index) }).build(payload)),
      ),
    async work(concurrency, onPerform, queues = SHARES) {
      onDroverPerform = onPerform;
      const worker = await drover.startWorker({ queues, concurrency });
      return () => worker.stop();
    },
    close: () => drover.close(),
  };
}

function perQueue(payloads) {
  const groups = new Map();
  for (const [index, payload] of payloads.entries()) {
    const name = queueOf(index);
    groups.set(name, [...(groups.get(name) ?? []), payload]);
  }
  return groups;
}
