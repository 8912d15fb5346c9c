import { drover } from './packages.mjs';

let onPerform = () => {};

class NoopJob extends drover.Job {
  async perform(payload) {
    onPerform(payload);
  }
}

/** Drover as its manual shows it, with the log off. */
export function droverContestant(url) {
  const namespace = 'bench-drover';
  drover.configure({
    store: url,
    namespace,
    defaultQueue: 'bench',
    jobs: [NoopJob],
    logLevel: 'silent',
  });

  return {
    name: 'drover',
    namespace,
    enqueue: (payload) => NoopJob.performLater(payload),
    enqueueAt: (time, payload) => NoopJob.set({ waitUntil: time }).performLater(payload),
    enqueueAll: (payloads) =>
      drover.performAllLater(payloads.map((payload) => NoopJob.build(payload))),
    async work(concurrency, listener) {
      onPerform = listener;
      const worker = await drover.startWorker({ queues: ['bench'], concurrency });
      return () => worker.stop();
    },
    close: () => drover.close(),
  };
}
