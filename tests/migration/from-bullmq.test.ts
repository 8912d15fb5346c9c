import type { Queue } from 'bullmq';
import { stepsOf, type PageStep } from '../support/page-steps';
import { waitFor } from '../support/wait-for';
import { BullmqMove, type Note } from './bullmq-move';

// Many processes, one after the other.
jest.setTimeout(600_000);

/** For the `0 3 * * *` of the page, on both sides: nobody waits for the night. */
const EVERY_SECOND = '* * * * * *';
const TWO_WEEKS = 14 * 86_400_000;

const steps = stepsOf('docs/from-bullmq.md').map((step) =>
  'file' in step ? { ...step, text: step.text.replace('0 3 * * *', EVERY_SECOND) } : step,
);
const files = steps.filter((step) => 'file' in step);

interface QueueMove {
  readonly queue: string;
  readonly steps: readonly PageStep[];
}

/** A queue per section of the page. */
const MOVES: readonly QueueMove[] = steps.flatMap((step) => {
  const [, queue] = /moving\/remove\.ts (\w+)$/.exec('run' in step ? step.run : '') ?? [];
  const { section } = step;
  return queue === undefined
    ? []
    : [{ queue, steps: steps.filter((each) => each.section === section) }];
});

test('an application moves over queue by queue, as the page has it, and every job runs once', async () => {
  expect(MOVES.map(({ queue }) => queue)).toEqual([
    ...['mails', 'reports', 'webhooks', 'images', 'cleanup'],
  ]);
  const before = files.filter(({ file }) => /^(old|moving\/(move-delayed|remove))/.test(file));
  const move = await BullmqMove.begin(
    Object.fromEntries(before.map((each) => [each.file, each.text])),
  );
  const beganAt = Date.now();
  try {
    await move.deployProducer('hold-there');
    await move.deployOldWorker(queuesLeft(move));
    await move.killDuring('welcome hold-there@a.test', move.oldWorker);
    await move.deployOldWorker(queuesLeft(move));

    for (const each of MOVES) await moveQueue(move, each);

    await move.deployProducer('hold-here');
    await move.killDuring('welcome hold-here@a.test', move.drover);
    await move.deployDrover();
    await waitFor(() => ticks(move).at(-1) === move.drover?.pid);
    await move.stopProducer();

    await waitUntilDone(move, ['enqueued']);
    await expectLateJobsAt(beganAt + TWO_WEEKS, move);
    await waitUntilDone(move, ['enqueued', 'late']);
    expectEveryJobOnce(move);
    expectNoTickTwice(move);
    expect(await move.account()).toEqual({ trespasses: 0, oldKeys: [] });
  } finally {
    await move.end();
  }
});

async function moveQueue(move: BullmqMove, { queue, steps: todo }: QueueMove): Promise<void> {
  let isDeployed = true;
  for (const step of todo) {
    if ('file' in step) {
      move.write(step);
      isDeployed &&= !step.file.startsWith('jobs/');
      continue;
    }
    if (!isDeployed) await move.deployDrover();
    isDeployed = true;
    if (!move.moved.includes(queue)) await move.moveProducer(queue);
    if (step.run.includes('remove.ts')) {
      await waitFor(() => move.visit('bull', queue, isDrained), { what: queue });
      await move.deployOldWorker(queuesLeft(move));
    }
    await move.run(step.run);
  }
  if (!isDeployed) await move.deployDrover();
}

const queuesLeft = ({ moved }: BullmqMove) =>
  MOVES.map(({ queue }) => queue).filter((queue) => !moved.includes(queue));

async function isDrained(queue: Queue): Promise<boolean> {
  const { completed: _, failed: __, ...left } = await queue.getJobCounts();
  return Object.values(left).every((count) => count === 0);
}

/** What was delayed for two weeks is here, and due when it was; somebody has it run now. */
async function expectLateJobsAt(time: number, move: BullmqMove): Promise<void> {
  for (const name of ['mails', 'reports', 'webhooks', 'images']) {
    await move.visit('drover', name, async (queue) => {
      const delayed = await queue.getDelayed();
      const lateBy = delayed.map(({ timestamp, delay }) => timestamp + delay - time);
      expect({ name, jobs: lateBy.length }).toEqual({ name, jobs: 1 });
      expect(Math.abs(lateBy[0] ?? Infinity)).toBeLessThan(120_000);
      await queue.promoteJobs();
    });
  }
}

/** What a job is known by, in the order of what was noted. */
function keys(move: BullmqMove, ...what: readonly Note['what'][]): string[] {
  return move
    .journal()
    .filter((note) => what.includes(note.what) && note.key !== 'tick')
    .map(({ key }) => key);
}

/** Those without an address come to nothing. */
function due(move: BullmqMove, what: readonly Note['what'][]): Set<string> {
  return new Set(keys(move, ...what).filter((key) => !key.includes('nobody')));
}

async function waitUntilDone(move: BullmqMove, what: readonly Note['what'][]): Promise<void> {
  const left = () => {
    const done = new Set(keys(move, 'done'));
    return [...due(move, what)].filter((key) => !done.has(key));
  };
  await waitFor(() => left().length === 0, { what: 'every job to be done' }).catch(
    (error: unknown) => {
      throw new Error(`Not done: ${left().join(', ')}`, { cause: error });
    },
  );
}

/** Save those which a killed process was at. */
function expectEveryJobOnce(move: BullmqMove): void {
  const done = keys(move, 'done');
  expect(new Set(done)).toEqual(due(move, ['enqueued', 'late']));
  const cutShort = new Set(
    move
      .journal()
      .filter((note) => isOfKilled(move, note))
      .map(({ key }) => key),
  );
  const twice = done.filter((key, index) => done.indexOf(key) !== index);
  expect(twice.filter((key) => !cutShort.has(key))).toEqual([]);
  const held = move.killed.map(({ key }) => key);
  expect(held.map((key) => keys(move, 'started').filter((each) => each === key).length)).toEqual([
    2, 2,
  ]);
}

/** A sandboxed run notes the process of its own, whose parent is the worker. */
function isOfKilled({ killed }: BullmqMove, { pid, ppid }: Note): boolean {
  return killed.some((worker) => worker.pid === pid || worker.pid === ppid);
}

/** The processes that ran the scheduled job, in their order. */
function ticks(move: BullmqMove): number[] {
  return move
    .journal()
    .flatMap(({ what, key, pid }) => (what === 'done' && key === 'tick' ? [pid] : []));
}

function expectNoTickTwice(move: BullmqMove): void {
  const isHere = ticks(move).map((pid) => move.droverPids.includes(pid));
  expect(isHere[0]).toBe(false);
  expect(isHere.slice(isHere.indexOf(true))).not.toContain(false);
}
