import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import { note } from './app';

// The web application: enqueues into every queue until it is told to stop, and into those that are its
// arguments by way of Drover. Before them come the number of its release and whom it first writes to.

type Enqueue = (...args: unknown[]) => Promise<unknown>;

const [release = '', first = '', ...moved] = process.argv.slice(2);
const BACKLOG = 30;
const TWO_WEEKS = 14 * 86_400_000;
let stopping = false;

void main();

async function main(): Promise<void> {
  process.once('SIGTERM', () => (stopping = true));
  if (!moved.includes('cleanup')) await (await oldModule('cleanup'))['scheduleCleanup']?.();
  const send = await sender();
  await send.mails(`${first}@a.test`);
  await send.mails(`flaky-${release}@a.test`);
  await send.mails(`nobody-${release}`);
  if (release === '0') await beginWithMuch(send);
  console.log('Producing');
  for (let number = BACKLOG; !stopping; number += 1) {
    await everyKind(send, number);
    await sleep(150);
  }
  process.exit();
}

async function sender() {
  const { sendWelcome } = await moduleOf('mails');
  const { requestReport, requestExport } = await moduleOf('reports');
  const { notify } = await moduleOf('webhooks');
  const { resize } = await moduleOf('images');
  return {
    /** Twice, as an impatient user has it: one of them is a duplicate. */
    mails: async (to: string) => {
      const once = () => enqueue(`welcome ${to}`, sendWelcome, to);
      await once();
      await once();
    },
    daily: (day: Date) => enqueue(`daily ${day.toISOString()}`, requestReport, day),
    export: (id: number) => enqueue(`export ${id}`, requestExport, id),
    post: (url: string) => enqueue(`post ${url}`, notify, url, { event: 'ping' }),
    resize: (file: string, urgent: boolean) => enqueue(`resize ${file}`, resize, file, { urgent }),
  };
}

type Sender = Awaited<ReturnType<typeof sender>>;

async function everyKind(send: Sender, count: number): Promise<void> {
  const number = Number(release) * 10_000 + count;
  await send.mails(`user-${number}@a.test`);
  await send.daily(new Date(number * 86_400_000));
  await send.export(number);
  await send.post(`https://a.test/${number}`);
  await send.resize(`${number}.png`, number % 3 === 0);
}

/** What waits, and what is delayed, before there is any worker. */
async function beginWithMuch(send: Sender): Promise<void> {
  for (let number = 0; number < BACKLOG; number += 1) await everyKind(send, number);
  for (const [when, delay] of [
    ['soon', 2000],
    ['late', TWO_WEEKS],
  ] as const) {
    const day = new Date(delay + 1);
    await later(
      'mails',
      `welcome ${when}@a.test`,
      { to: `${when}@a.test`, template: 'welcome' },
      delay,
    );
    await later('reports', `daily ${day.toISOString()}`, { day: day.toISOString() }, delay);
    await later(
      'webhooks',
      `post https://a.test/${when}`,
      { url: `https://a.test/${when}`, body: {} },
      delay,
    );
    await later('images', `resize ${when}.png`, { file: `${when}.png` }, delay);
  }
}

async function later(queue: string, key: string, data: object, delay: number): Promise<void> {
  note(delay === TWO_WEEKS ? 'late' : 'enqueued', key);
  const { [queue]: old } = (await oldModule(queue)) as unknown as Record<string, Queue>;
  await old?.add(key.split(' ')[0] ?? '', data, { delay, priority: queue === 'images' ? 10 : 0 });
}

async function enqueue(
  key: string,
  enqueueIt: Enqueue | undefined,
  ...args: unknown[]
): Promise<void> {
  note('enqueued', key);
  await enqueueIt?.(...args);
}

function moduleOf(queue: string): Promise<Record<string, Enqueue>> {
  return moved.includes(queue)
    ? (import(`./${queue}.js`) as Promise<Record<string, Enqueue>>)
    : oldModule(queue);
}

function oldModule(queue: string): Promise<Record<string, Enqueue>> {
  return import(`./old/${queue}.js`) as Promise<Record<string, Enqueue>>;
}
