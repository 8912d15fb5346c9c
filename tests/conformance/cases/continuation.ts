import { randomUUID } from 'node:crypto';
import type { JobEvents, Outcome, StepPosition } from '@drover/core';
import type { Case } from '../case';
import type { World } from '../world';
import * as zoo from '../zoo/continuable-jobs';
import { JobBuffer } from '../zoo/job-buffer';

const { IDS } = zoo;

/** Ends runs inside a step, at these cursors. */
export const atCursor =
  (...cursors: readonly unknown[]) =>
  ({ current }: StepPosition): string | undefined =>
    current && cursors.map(String).includes(String(current.cursor)) ? 'stopping' : undefined;

/** Ends runs behind a step. */
export const after =
  (step: string, reason = 'stopping') =>
  ({ completed, current }: StepPosition): string | undefined =>
    !current && completed.at(-1) === step ? reason : undefined;

const once = <T>(ask: (position: StepPosition) => T | undefined) => {
  let done = false;
  return (position: StepPosition): T | undefined => {
    const answer = done ? undefined : ask(position);
    done ||= answer !== undefined;
    return answer;
  };
};

const throwing = (message: string) => (): never => {
  throw new Error(message);
};

const kinds = ({ trace }: World): readonly Outcome['kind'][] =>
  trace.outcomes.map(({ outcome }) => outcome.kind);

/** Messages about one job, without its id and the durations. */
const lines = ({ trace }: World): readonly string[] =>
  trace
    .messages()
    .map((line) => line.replaceAll(/ \(Job ID: [^)]*\)| in [\d.]+ ms/g, ''))
    .filter((line) => /^(Step|Interrupted|Resuming)/.test(line));

const progressOf = ({ trace }: World): readonly JobEvents['interrupted']['progress'][] =>
  trace.told('interrupted').map(({ progress }) => progress);

/** CO: jobs of several steps. */
export const continuation: readonly Case[] = [
  {
    id: 'CO-01',
    behaviour: 'A step with a cursor works through all records',
    async run(world) {
      await zoo.IteratingJob.performLater();
      await world.settle();
      expect(JobBuffer.lines).toEqual(IDS.map((id) => `renamed ${id}`));
      expect(kinds(world)).toEqual(['completed']);
    },
  },
  {
    id: 'CO-02',
    behaviour:
      'Interrupted in the middle, the next run goes on where it stopped (twist: at once, with no attempt used)',
    async run(world) {
      const done: number[] = [];
      world.interruptWhere((position) => {
        done.push(JobBuffer.lines.length);
        return atCursor(433)(position);
      });
      const job = await zoo.IteratingJob.performLater();
      await world.settle();
      expect(kinds(world)).toEqual(['interrupted', 'completed']);
      expect(done.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(JobBuffer.lines).toEqual(IDS.map((id) => `renamed ${id}`));
      expect(world.trace.runs[1]?.delivery).toMatchObject({ id: job.id, attemptsMade: 0 });
    },
  },
  {
    id: 'CO-03',
    behaviour: 'Steps named after methods run in order',
    async run(world) {
      await zoo.LinearJob.performLater();
      await world.settle();
      expect(JobBuffer.lines).toEqual(['one', 'two', 'three', 'four']);
    },
  },
  {
    id: 'CO-04',
    behaviour: 'Interrupted after a step, the next run starts with the following one',
    async run(world) {
      world.interruptWhere(once(after('one')));
      await zoo.LinearJob.performLater();
      await world.settle();
      expect(kinds(world)).toEqual(['interrupted', 'completed']);
      expect(JobBuffer.lines).toEqual(['one', 'two', 'three', 'four']);
    },
  },
  {
    id: 'CO-05',
    behaviour: 'A stop after the last step enqueues nothing',
    async run(world) {
      world.interruptWhere(after('four'));
      await zoo.LinearJob.performLater();
      await world.settle();
      expect(kinds(world)).toEqual(['completed']);
    },
  },
  {
    id: 'CO-06',
    behaviour: 'performNow runs every step',
    async run() {
      await zoo.LinearJob.performNow();
      expect(JobBuffer.lines).toEqual(['one', 'two', 'three', 'four']);
    },
  },
  {
    id: 'CO-07',
    behaviour: 'An error in a step without progress is not resumed',
    async run(world) {
      zoo.DeletingJob.items = ['a', 'b', 'c'];
      world.interruptWhere(throwing('at the checkpoint'));
      await zoo.DeletingJob.performLater();
      await world.settle();
      expect(world.trace.failure).toMatchObject({ message: 'at the checkpoint' });
      expect(zoo.DeletingJob.items).toEqual(['b', 'c']);
    },
  },
  {
    id: 'CO-08',
    behaviour: 'A step without a cursor can be interrupted at a checkpoint, and repeats',
    async run(world) {
      zoo.DeletingJob.items = ['a', 'b', 'c'];
      world.interruptWhere(once(atCursor(undefined)));
      await zoo.DeletingJob.performLater();
      await world.settle();
      expect(kinds(world)).toEqual(['interrupted', 'completed']);
      expect(JobBuffer.lines).toEqual(['deleted a', 'deleted b', 'deleted c']);
    },
  },
  {
    id: 'CO-09',
    behaviour: 'An error after progress resumes with the progress saved',
    async run(world) {
      world.interruptWhere(once((position) => atCursor(433)(position) && throwing('Once')()));
      await zoo.IteratingJob.performLater();
      await world.settle();
      expect(kinds(world)).toEqual(['retried', 'completed']);
      const { data, attemptsMade = 0 } = world.trace.runs[1]?.delivery ?? {};
      expect((data?.executions ?? 0) + attemptsMade).toBe(1);
      expect(data?.steps?.current).toEqual({ name: 'rename', cursor: 433 });
      expect(JobBuffer.lines).toEqual(IDS.map((id) => `renamed ${id}`));
    },
  },
  {
    id: 'CO-10',
    behaviour: 'A resumed run that fails without new progress fails the job',
    async run(world) {
      await zoo.IteratingJob.performLater(433);
      await world.settle();
      expect(kinds(world)).toEqual(['retried', 'failed']);
      expect(world.trace.waits).toEqual([5000]);
      expect(world.trace.failure).toMatchObject({ message: 'Cursor error' });
    },
  },
  {
    id: 'CO-11',
    behaviour:
      'Resumptions after errors are counted apart (twist: with the steps, and no rule counts them)',
    async run(world) {
      await zoo.IteratingJob.performLater(433);
      await world.settle();
      const { steps, failures } = world.trace.runs[1]?.delivery.data ?? {};
      expect(steps?.resumptions).toBe(1);
      expect(failures).toEqual({});
    },
  },
  {
    id: 'CO-12',
    behaviour:
      'The question whether to stop is asked of the delivery of the job (twist: it gets the place in its steps)',
    async run(world) {
      const asked: StepPosition[] = [];
      world.interruptWhere(({ completed, current }) => {
        asked.push({ completed: [...completed], current });
        return undefined;
      });
      await zoo.LinearJob.performLater();
      await world.settle();
      expect(asked).toEqual([
        { completed: ['one'], current: undefined },
        { completed: ['one', 'two'], current: undefined },
        { completed: ['one', 'two', 'three'], current: undefined },
      ]);
    },
  },
  {
    id: 'CO-13',
    behaviour:
      'The answer is the reason of the interruption (twist: always a text, such as SIGTERM)',
    async run(world) {
      world.interruptWhere(once(after('one', 'queue_paused')));
      await zoo.LinearJob.performLater();
      await world.settle();
      expect(lines(world)).toContain(
        "Interrupted LinearJob after 'one' (queue_paused); it waits again.",
      );
    },
  },
  {
    id: 'CO-14',
    behaviour: 'The log lines of an interruption between two steps',
    async run(world) {
      world.interruptWhere(once(after('one')));
      await zoo.LinearJob.performLater();
      await world.settle();
      expect(lines(world).slice(0, 7)).toEqual([
        "Step 'one' started for LinearJob",
        "Step 'one' completed for LinearJob",
        "Interrupted LinearJob after 'one' (stopping); it waits again.",
        "Resuming LinearJob after 'one'",
        "Step 'one' skipped for LinearJob",
        "Step 'two' started for LinearJob",
        "Step 'two' completed for LinearJob",
      ]);
    },
  },
  {
    id: 'CO-15',
    behaviour: 'The log lines of an interruption inside a step',
    async run(world) {
      world.interruptWhere(atCursor(433));
      await zoo.IteratingJob.performLater();
      await world.settle();
      expect(lines(world)).toEqual([
        "Step 'rename' started for IteratingJob",
        "Step 'rename' interrupted at cursor '433' for IteratingJob",
        "Interrupted IteratingJob at 'rename', cursor '433' (stopping); it waits again.",
        "Resuming IteratingJob at 'rename', cursor '433'",
        "Step 'rename' resumed from cursor '433' for IteratingJob",
        "Step 'rename' completed for IteratingJob",
      ]);
    },
  },
  {
    id: 'CO-16',
    behaviour: 'Two steps of one name are refused',
    async run(world) {
      await zoo.DuplicateStepJob.performLater();
      await world.settle();
      expect(world.trace.failure).toMatchObject({
        code: 'DROVER_INVALID_STEP',
        message: expect.stringContaining("Step 'duplicate' comes twice") as string,
      });
    },
  },
  {
    id: 'CO-17',
    behaviour: 'A step inside a step is refused',
    async run(world) {
      await zoo.NestedStepsJob.performLater();
      await world.settle();
      expect(world.trace.failure).toMatchObject({
        code: 'DROVER_INVALID_STEP',
        message: expect.stringContaining("Step 'inner' begins inside step 'outer'") as string,
      });
    },
  },
  {
    id: 'CO-19',
    behaviour: 'Resuming where the next step has another name is refused',
    async run(world) {
      world.interruptWhere(atCursor(2));
      await zoo.ChangedStepsJob.performLater(['iterating'], ['unexpected']);
      await world.settle();
      expect(world.trace.failure?.message).toContain(
        "Found step 'unexpected', expected step 'iterating', to go on with it",
      );
    },
  },
  {
    id: 'CO-20',
    behaviour: 'Resuming where the finished steps no longer fit is refused',
    async run(world) {
      world.interruptWhere(after('c'));
      await zoo.ChangedStepsJob.performLater(['a', 'b', 'c', 'd'], ['a', 'b', 'between', 'c', 'd']);
      await world.settle();
      expect(world.trace.failure?.message).toContain(
        "Found step 'between', expected step 'c', which is done",
      );
    },
  },
  {
    id: 'CO-22',
    behaviour: 'A payload without progress starts from the beginning',
    async run(world) {
      await world.put({ id: randomUUID(), name: 'LinearJob', data: {} });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['one', 'two', 'three', 'four']);
    },
  },
  {
    id: 'CO-23',
    behaviour: 'A list as cursor works through nested collections',
    async run(world) {
      await zoo.NestedCursorJob.performLater([['a', 'b', 'c'], ['d'], ['e', 'f']]);
      await world.settle();
      expect(JobBuffer.lines).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    },
  },
  {
    id: 'CO-24',
    behaviour: 'Such a cursor survives an interruption',
    async run(world) {
      world.interruptWhere(atCursor([0, 2]));
      await zoo.NestedCursorJob.performLater([['a', 'b', 'c'], ['d'], ['e', 'f']]);
      await world.settle();
      expect(kinds(world)).toEqual(['interrupted', 'completed']);
      expect(world.trace.runs[1]?.delivery.data.steps?.current?.cursor).toEqual([0, 2]);
      expect(JobBuffer.lines).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    },
  },
  {
    id: 'CO-26',
    behaviour: 'Interrupted at any place, no item is lost or repeated',
    async run(world) {
      const seen = new Set<string>();
      world.interruptWhere(({ current }) => {
        const place = String(current?.cursor);
        if (seen.has(place)) return undefined;
        seen.add(place);
        return 'stopping';
      });
      await zoo.NestedCursorJob.performLater([['a', 'b', 'c'], ['d'], ['e', 'f']]);
      await world.settle();
      expect(kinds(world)).toHaveLength(10);
      expect(JobBuffer.lines).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    },
  },
  {
    id: 'CO-27',
    behaviour: 'The limit of resumptions ends the job',
    async run(world) {
      world.interruptWhere(atCursor(1, 2, 3));
      await zoo.LimitedJob.performLater(10);
      await world.settle();
      expect(kinds(world)).toEqual(['interrupted', 'interrupted', 'failed']);
      expect(world.trace.failure).toMatchObject({
        code: 'DROVER_RESUME_LIMIT',
        message: expect.stringContaining('LimitedJob was resumed 2 times') as string,
      });
    },
  },
  {
    id: 'CO-28',
    behaviour: 'Resumptions after errors count towards the limit',
    async run(world) {
      await zoo.LimitedJob.performLater(10, [1, 2, 3]);
      await world.settle();
      expect(kinds(world)).toEqual(['retried', 'retried', 'failed']);
      const cause = expect.objectContaining({ message: 'Failed at 3' }) as Error;
      expect(world.trace.failure).toMatchObject({ code: 'DROVER_RESUME_LIMIT', cause });
    },
  },
  {
    id: 'CO-29',
    behaviour: 'Resuming after errors can be turned off',
    async run(world) {
      await zoo.StrictJob.performLater(10, [5]);
      await world.settle();
      expect(kinds(world)).toEqual(['failed']);
      expect(world.trace.failure).toMatchObject({ message: 'Failed at 5' });
    },
  },
  {
    id: 'CO-30',
    behaviour: 'Resumptions may go to another queue, after a wait',
    async run(world) {
      world.interruptWhere(atCursor(1));
      await zoo.WanderingJob.performLater(3);
      await world.settle();
      expect(world.trace.outcomes[0]?.outcome).toMatchObject({
        ...{ kind: 'interrupted', queue: 'elsewhere', delay: 8000 },
      });
      expect(world.trace.runs.map(({ delivery }) => delivery.queue)).toEqual([
        'default',
        'elsewhere',
      ]);
      if (world.exactTime) expect(world.trace.gaps).toEqual([8000]);
      expect(JobBuffer.lines).toEqual(['0', '1', '2']);
    },
  },
  {
    id: 'CO-31',
    behaviour: 'An isolated step has a run of its own',
    async run(world) {
      await zoo.IsolatedJob.performLater('three');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['one', 'two', 'three', 'four']);
      expect(kinds(world)).toEqual(['interrupted', 'interrupted', 'completed']);
      expect(lines(world).filter((line) => line.startsWith('Interrupted'))).toEqual([
        "Interrupted IsolatedJob after 'two' (isolating); it waits again.",
        "Interrupted IsolatedJob after 'three' (isolating); it waits again.",
      ]);
    },
  },
  {
    id: 'CO-32',
    behaviour: 'Isolated steps may come first and last',
    async run(world) {
      await zoo.IsolatedJob.performLater('one', 'four');
      await world.settle();
      expect(JobBuffer.lines).toEqual(['one', 'two', 'three', 'four']);
      expect(progressOf(world)).toEqual([
        { completed: ['one'] },
        { completed: ['one', 'two', 'three'] },
      ]);
    },
  },
  {
    id: 'CO-33',
    behaviour: 'A Date as cursor keeps its type',
    async run(world) {
      const day = new Date(Date.UTC(2026, 6, 6));
      world.interruptWhere(atCursor(day));
      await zoo.ScanJob.performLater(day);
      await world.settle();
      expect(JobBuffer.lines).toEqual([`true ${day.getTime()}`]);
    },
  },
  {
    id: 'CO-34',
    behaviour: 'A cursor that cannot be decoded goes to the job’s own rules',
    async run(world) {
      const current = { name: 'scan', cursor: { $ref: 'Person', value: 404 } };
      const data = { steps: { completed: [], current } };
      await world.put({ id: randomUUID(), name: 'VanishedCursorJob', data });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['gone: RecordNotFoundError']);
      expect(kinds(world)).toEqual(['discarded']);
    },
  },
];
