import type { Case } from '../case';
import * as zoo from '../zoo/continuable-jobs';
import { after, atCursor } from './continuation';

const duration: number = expect.any(Number);

/** EV: what the events of steps tell. */
export const stepEvents: readonly Case[] = [
  {
    id: 'EV-14',
    behaviour:
      'An interruption tells the progress and the reason (twist: the progress as data; log lines have the words)',
    async run(world) {
      world.interruptWhere(after('one', 'queue_paused'));
      const { id } = await zoo.LinearJob.performLater();
      await world.settle();
      expect(world.trace.told('interrupted')).toMatchObject([
        { job: { id }, reason: 'queue_paused', progress: { completed: ['one'] } },
      ]);
    },
  },
  {
    id: 'EV-15',
    behaviour: 'A resumption tells the progress (twist: as data)',
    async run(world) {
      world.interruptWhere(atCursor(433));
      const { id } = await zoo.IteratingJob.performLater();
      await world.settle();
      const progress = { completed: [], current: { name: 'rename', cursor: 433 } };
      expect(world.trace.told('resumed')).toMatchObject([{ job: { id }, progress }]);
    },
  },
  {
    id: 'EV-16',
    behaviour: 'A skipped step is named',
    async run(world) {
      world.interruptWhere(after('one'));
      const { id } = await zoo.LinearJob.performLater();
      await world.settle();
      expect(world.trace.told('stepSkipped')).toMatchObject([{ job: { id }, step: 'one' }]);
    },
  },
  {
    id: 'EV-17',
    behaviour: 'A step started again says that it resumes',
    async run(world) {
      world.interruptWhere(atCursor(433));
      await zoo.IteratingJob.performLater();
      await world.settle();
      expect(world.trace.told('stepStarted')[1]).toMatchObject({
        ...{ step: { name: 'rename', cursor: 433 }, resumed: true },
      });
    },
  },
  {
    id: 'EV-18',
    behaviour: 'A step started afresh says so',
    async run(world) {
      const { id } = await zoo.IteratingJob.performLater();
      await world.settle();
      expect(world.trace.told('stepStarted')).toMatchObject([
        { job: { id }, step: { name: 'rename' }, resumed: false },
      ]);
    },
  },
  {
    id: 'EV-19',
    behaviour: 'An interrupted step tells its cursor and duration',
    async run(world) {
      world.interruptWhere(atCursor(433));
      await zoo.IteratingJob.performLater();
      await world.settle();
      const step = { name: 'rename', cursor: 433 };
      expect(world.trace.told('stepEnded')[0]).toMatchObject({ step, duration, interrupted: true });
    },
  },
  {
    id: 'EV-20',
    behaviour: 'A failed step tells the error',
    async run(world) {
      await zoo.StrictJob.performLater(10, [5]);
      await world.settle();
      const error = expect.objectContaining({ message: 'Failed at 5' }) as Error;
      const step = { name: 'count', cursor: 5 };
      expect(world.trace.told('stepEnded')).toMatchObject([{ step, duration, error }]);
    },
  },
  {
    id: 'EV-21',
    behaviour: 'A finished step tells the duration',
    async run(world) {
      await zoo.IteratingJob.performLater();
      await world.settle();
      const [ended] = world.trace.told('stepEnded');
      expect(ended).toMatchObject({ step: { name: 'rename' }, duration });
      expect(Object.keys(ended ?? {}).toSorted()).toEqual(['duration', 'job', 'name', 'step']);
    },
  },
];
