import { InvalidOptionsError } from '@drover/core';
import {
  expectEnqueued,
  expectNotEnqueued,
  expectNothingEnqueued,
  expectPerformed,
  performEnqueuedJobs,
} from '@drover/testing';
import { Temporal } from 'temporal-polyfill';
import type { Case } from '../../case';
import { HelloJob, KeywordJob, PersonJob } from '../../zoo/hello-job';
import { LoggingJob } from '../../zoo/logging-jobs';
import { Person } from '../../zoo/person';
import { failsWith, hello, kit, logging, thrownBy } from './kit';

const MONTH = Date.UTC(2030, 0);
const MOMENT = new Date('2030-01-01T10:00:00.123Z');
const low = () => hello('low');
const dated = () => HelloJob.set({ waitUntil: MONTH }).performLater('Jamie');

function sameArgument(id: string, behaviour: string, value: () => unknown): Case {
  return kit(id, behaviour, async () => {
    await KeywordJob.performLater({ at: value() });
    expectEnqueued(KeywordJob).with({ at: value() }).once();
  });
}

/** TH: which jobs are enqueued. */
export const enqueuedMatching: readonly Case[] = [
  kit('TH-002', 'Enqueued: two counting blocks count apart', async () => {
    await expectEnqueued(undefined, hello).once();
    await expectEnqueued(undefined, async () => [await hello(), await hello()]).twice();
  }),
  kit(
    'TH-003',
    'Enqueued: a failure tells expected and actual, jobs before the block left out',
    async () => {
      await hello();
      await failsWith('expected exactly 2 to be enqueued, but 1 was')(() =>
        expectEnqueued(undefined, hello).twice(),
      );
    },
  ),
  kit('TH-004', 'Enqueued: without a block all jobs of the test count', async () => {
    await hello();
    expectEnqueued().once();
    await hello();
    await hello();
    expectEnqueued().times(3);
  }),
  kit('TH-005', 'Enqueued: none, on a clean adapter', async () => expectNothingEnqueued()),
  kit('TH-006', 'Enqueued: performNow is no enqueue', async () =>
    expectNothingEnqueued(() => HelloJob.performNow('Jamie')),
  ),
  kit('TH-019', 'Enqueued: a job is matched by its priority', async () => {
    await HelloJob.set({ priority: 3 }).performLater('Jamie');
    expectEnqueued(HelloJob).withPriority(3);
    await failsWith('priority')(() => expectEnqueued(HelloJob).withPriority(4));
  }),
  kit(
    'TH-048',
    'Enqueued, matched: class and queue, with a block',
    async () => void (await expectEnqueued(HelloJob, low).onQueue('low').once()),
  ),
  kit('TH-051', 'Enqueued, matched: performNow leaves nothing', async () => {
    await HelloJob.performNow('Jamie');
    expectNothingEnqueued();
  }),
  kit(
    'TH-052',
    'Enqueued, matched: the job is returned with its time, queue and arguments',
    async () => {
      const { job } = await expectEnqueued(HelloJob, dated);
      expect(job).toMatchObject({ name: 'HelloJob', queue: 'default', args: ['Jamie'] });
      expect(job.scheduledAt).toEqual(new Date(MONTH));
    },
  ),
  kit('TH-053', 'Enqueued, matched: the same without a block', async () => {
    await dated();
    const { job } = expectEnqueued(HelloJob).with('Jamie');
    expect(job.scheduledAt).toEqual(new Date(MONTH));
  }),
  kit(
    'TH-054',
    'Enqueued, matched: another class, another queue or an earlier job fails, the message lists the criteria',
    async () => {
      await hello();
      await failsWith('HelloJob')(() => expectEnqueued(HelloJob, () => logging()));
      await failsWith('none was')(() => expectEnqueued(HelloJob, async () => {}));
      await failsWith(".with('Jamie').onQueue('high')")(() =>
        expectEnqueued(HelloJob, low).with('Jamie').onQueue('high'),
      );
    },
  ),
  kit('TH-055', 'Enqueued, matched: the same without a block', async () => {
    await low();
    await failsWith('LoggingJob')(() => expectEnqueued(LoggingJob));
    await failsWith(".onQueue('high')")(() => expectEnqueued(HelloJob).onQueue('high'));
  }),
  kit('TH-056', 'Enqueued, matched: an unknown criterion is refused', async () => {
    const thrown = await thrownBy(() => expectEnqueued({ nope: 1 } as never, hello));
    expect(thrown).toBeInstanceOf(InvalidOptionsError);
  }),
  kit('TH-057', 'Enqueued, matched: each criterion may be a predicate', async () => {
    await HelloJob.set({ waitUntil: MONTH, queue: 'low' }).performLater('Jamie');
    expectEnqueued({ only: ({ name }) => name.startsWith('Hello') });
    expectEnqueued(HelloJob)
      .with((name) => name === 'Jamie')
      .onQueue((queue) => queue.startsWith('l'))
      .at((time) => time?.getTime() === MONTH);
    await failsWith('a predicate')(() => expectEnqueued(HelloJob).with(() => false));
    await failsWith('a predicate')(() => expectEnqueued(HelloJob).onQueue(() => false));
    await failsWith('a predicate')(() => expectEnqueued(HelloJob).at(() => false));
  }),
  sameArgument(
    'TH-058',
    'Enqueued, matched: times inside arguments compare equal',
    () => new Date(MOMENT),
  ),
  sameArgument('TH-059', 'Enqueued, matched: date-times compare equal', () =>
    Temporal.PlainDateTime.from('2030-01-01T10:00:00.123'),
  ),
  sameArgument('TH-060', 'Enqueued, matched: zoned times compare equal', () =>
    Temporal.ZonedDateTime.from('2030-01-01T10:00+01:00[Europe/Berlin]'),
  ),
  kit('TH-061', 'Enqueued, matched: times compare at full precision', async () => {
    const at = (nanoseconds: number) =>
      Temporal.Instant.from('2030-01-01T10:00Z').add({ nanoseconds });
    await KeywordJob.performLater({ at: at(1) });
    expectEnqueued(KeywordJob).with({ at: at(1) });
    expectNotEnqueued(KeywordJob, { with: [{ at: at(2) }] });
  }),
  kit('TH-062', 'Enqueued, matched: an unknown criterion without a block is refused', async () => {
    await hello();
    const act = () => expectNotEnqueued(HelloJob, { nope: 1 } as never);
    expect(await thrownBy(act)).toBeInstanceOf(InvalidOptionsError);
  }),
  kit(
    'TH-063',
    'Enqueued, matched: at an absolute time',
    async () => void (await expectEnqueued(HelloJob, dated).at(new Date(MONTH)).once()),
  ),
  kit('TH-064', 'Enqueued, matched: at a relative time, with a tolerance', async (queues) => {
    const due = queues.clock.now() + 60_000;
    queues.clock.advance(900);
    await expectEnqueued(HelloJob, () =>
      HelloJob.set({ wait: '1 minute' }).performLater('Jamie'),
    ).at(due);
    await failsWith('time')(() => expectEnqueued(HelloJob).at(due - 101));
  }),
  kit('TH-065', 'Enqueued, matched: at a time, without a block', async () => {
    await dated();
    expectEnqueued(HelloJob).at(MONTH);
    await failsWith('time')(() => expectEnqueued(HelloJob).at(MONTH + 86_400_000));
  }),
  kit(
    'TH-066',
    'Enqueued, matched: around a filtered perform block, one waits and one has run',
    async (queues) => {
      const options = { only: HelloJob };
      await expectEnqueued(LoggingJob, () =>
        performEnqueuedJobs(options, async () => {
          await dated();
          await LoggingJob.set({ waitUntil: MONTH }).performLater('x');
        }),
      ).at(MONTH);
      expectPerformed(HelloJob).once();
      expect(queues.adapter.enqueued.map(({ name }) => name)).toEqual(['LoggingJob']);
    },
  ),
  kit('TH-067', 'Enqueued, matched: the order of keys does not matter', async () => {
    await KeywordJob.performLater({ a: 1, b: 2 });
    expectEnqueued(KeywordJob).with({ b: 2, a: 1 });
  }),
  kit('TH-068', 'Enqueued, matched: records compare as records', async () => {
    const inside = () => PersonJob.performLater(new Person(9));
    await expectEnqueued(PersonJob, inside).with(new Person(9)).once();
  }),
  kit('TH-069', 'Enqueued, matched: the same without a block', async () => {
    await PersonJob.performLater(new Person(9));
    expectEnqueued(PersonJob).with(new Person(9));
    expectNotEnqueued(PersonJob, { with: [new Person(10)] });
  }),
  kit(
    'TH-070',
    'Enqueued, matched: the message lists what might have been meant, decoded',
    async () => {
      await failsWith(
        'The nearest is PersonJob(Person { id: 9 })',
        '"id": 10,',
      )(() =>
        expectEnqueued(PersonJob, () => PersonJob.performLater(new Person(9))).with(new Person(10)),
      );
    },
  ),
  kit('TH-071', 'Enqueued, matched: the message lists the classes that were enqueued', async () => {
    await failsWith(
      'There was enqueued:',
      "HelloJob('Jamie')",
    )(() => expectEnqueued(LoggingJob, hello));
  }),
  kit('TH-072', 'Enqueued, matched: the message says when nothing was enqueued', async () => {
    await failsWith('Nothing was enqueued')(() => expectEnqueued(HelloJob, async () => {}));
  }),
  kit('TH-073', 'Enqueued, matched: the list of TH-070 without a block', async () => {
    await PersonJob.performLater(new Person(9));
    await failsWith('The nearest is PersonJob(Person { id: 9 })')(() =>
      expectEnqueued(PersonJob).with(new Person(10)),
    );
  }),
  kit('TH-075', 'Enqueued, matched: the message of TH-072 without a block', async () =>
    failsWith('Nothing was enqueued')(() => expectEnqueued(HelloJob)),
  ),
  kit('TH-076', 'Enqueued, matched: a filtered perform block inside it', async (queues) => {
    await expectEnqueued(LoggingJob, () =>
      performEnqueuedJobs({ only: HelloJob }, async () => [await hello(), await logging()]),
    ).once();
    expectPerformed().once();
    expect(queues.adapter.enqueued).toHaveLength(1);
  }),
];
