import type { Worker } from 'bullmq';

// The old worker process: works the queues that are its arguments.

const queues = process.argv.slice(2);

void main();

async function main(): Promise<void> {
  const workers = await Promise.all(queues.map(start));
  process.once('SIGTERM', () => void stop(workers));
  console.log('Working');
}

async function start(queue: string): Promise<Worker> {
  const module = (await import(`./old/${queue}.js`)) as Record<string, () => Worker>;
  const worker = module[`start${queue.charAt(0).toUpperCase()}${queue.slice(1)}`]?.();
  if (!worker) throw new Error(`old/${queue}.ts starts no worker`);
  return worker.on('error', (error) => console.error(error));
}

async function stop(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.close()));
  process.exit();
}
