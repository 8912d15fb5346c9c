import { application } from './drover.config';

const ENTRY = 'trigger_scheduled_items_job';

void main();

/** A worker, its schedule, and one entry of it now, in one process: so the embedded store will do. */
async function main(): Promise<void> {
  await application.work();
  for (const { name, job, next } of await application.schedule.list())
    console.log(`${name} runs ${job} next at ${next?.toISOString()}`);
  const job = await application.schedule.runNow(ENTRY);
  console.log(`${ENTRY}, now: ${String(await job.result({ timeout: '10 seconds' }))}`);
  await application.close();
}
