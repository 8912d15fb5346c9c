import { Queue } from 'bullmq';
import { openStore } from '../../src/adapters/bullmq/open-store';

/** A script that enqueues one job, closes nothing and comes to its end. */
async function main([url = '', namespace = '']: string[]): Promise<void> {
  const store = await openStore(url, { namespace, enqueueTimeout: 1000 });
  await store.ready(1000);
  const { options, factory } = store.queueOptions();
  await new Queue('q', options, factory as never).add('job', {});
}

main(process.argv.slice(2)).catch((error: Error & { code?: string }) => {
  process.stdout.write(String(error.code));
});
