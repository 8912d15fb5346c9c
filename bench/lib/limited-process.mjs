// A worker process of the limits benchmark: told what to do by its parent, and tells it when who was in.
import { drover } from './packages.mjs';

const [url, namespace, concurrency] = process.argv.slice(2);
let visits = [];

/** Microseconds on a clock that all processes of a machine share. */
const now = () => Number(process.hrtime.bigint() / 1000n);

class FreeJob extends drover.Job {
  async perform(key, milliseconds) {
    const from = now();
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    visits.push([key, from, now()]);
    process.send({ done: 1 });
  }
}
class LimitedJob extends FreeJob {}
drover.LimitConcurrency({ to: 2, key: (key) => key })(LimitedJob);

drover.configure({
  store: url,
  namespace,
  jobs: [FreeJob, LimitedJob],
  logLevel: 'silent',
});
const worker = await drover.startWorker({ queues: ['default'], concurrency: Number(concurrency) });

process.on('message', async (message) => {
  if (message === 'report') {
    process.send({ visits });
    visits = [];
  } else {
    await worker.stop({ timeout: 0 });
    await drover.close();
    process.disconnect();
  }
});
process.send({ ready: true });
