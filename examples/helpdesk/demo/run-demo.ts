import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startWorker } from '@drover/core';
import { hangUp, listen } from '../app/listen';
import { seed } from '../app/seeds';
import { PASSWORD } from '../app/routes/login';
import { createApp } from '../app/server';
import { speed } from '../app/time';
import { application } from '../drover.config';
import { createReceiver } from '../receiver';
import { giveAccount } from './account';
import { runSchedule } from './run-schedule';
import { useHelpdesk } from './scenario';
import { printSummary, surprises } from './summary';
import { Tally } from './tally';
import { tidyUp } from './tidy-up';

const LONGEST = 60_000;

/** Resolves to the exit code: 0 when everything came out as expected, or was interrupted. */
export async function runDemo({ once: endsByItself }: { once: boolean }): Promise<number> {
  const receiver = createReceiver();
  const web = createServer(createApp());
  const interrupted = interruption();
  const tally = new Tally(application);
  giveAccount(application);
  try {
    seed(await listen(receiver));
    const url = await listen(web, Number(process.env['PORT'] ?? 3000));
    console.log(`Helpdesk on ${url}. Time runs ${speed} times faster than the jobs say.`);
    // A worker waits for a store that is away; a request that enqueues is refused, and ends the demo.
    await Promise.all([startWorker().then(runSchedule), useHelpdesk(url)]);
    await allEnded(tally, interrupted);

    const unexpected = report(tally);
    if (endsByItself) return unexpected === 0 ? 0 : 1;
    await stayUp(url, interrupted);
    return 0;
  } finally {
    await application.close();
    await tidyUp();
    await Promise.all([hangUp(web), hangUp(receiver)]);
  }
}

async function allEnded(tally: Tally, interrupted: AbortSignal): Promise<void> {
  const deadline = Date.now() + LONGEST;
  const isWaiting = () => tally.unfinished().length > 0 && !interrupted.aborted;
  while (isWaiting() && Date.now() < deadline) await sleep(50);
}

/** Prints what came of it; returns how many things came out otherwise than expected. */
function report(tally: Tally): number {
  console.log('');
  printSummary(tally);
  console.log('');
  const unexpected = surprises(tally);
  for (const surprise of unexpected) console.log(surprise);
  if (unexpected.length === 0) console.log('Done: every job ended as expected.');
  return unexpected.length;
}

async function stayUp(url: string, interrupted: AbortSignal): Promise<void> {
  if (!interrupted.aborted) {
    console.log(`The helpdesk stays up on ${url}. Ctrl-C stops it.`);
    console.log(`Its board: ${url}/jobs, as ada@acme.test with the password '${PASSWORD}'.`);
    await once(interrupted, 'abort');
  }
  console.log('Stopping.');
}

/** Aborted by Ctrl-C, or when the process is asked to end. A second time is not waited for. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller.signal;
}
