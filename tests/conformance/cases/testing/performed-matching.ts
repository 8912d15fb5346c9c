import { expectNotPerformed, expectPerformed, performEnqueuedJobs } from '@drover/testing';
import { Temporal } from 'temporal-polyfill';
import type { Case } from '../../case';
import { HelloJob, KeywordJob, PersonJob } from '../../zoo/hello-job';
import { JobBuffer } from '../../zoo/job-buffer';
import { LoggingJob } from '../../zoo/logging-jobs';
import { Person } from '../../zoo/person';
import { RescueJob } from '../../zoo/rescue-job';
import { TwiceJob } from '../../zoo/testing-jobs';
import { failsWith, hello, kit, logging, thrownBy } from './kit';

const MONTH = Date.UTC(2030, 0);
const low = () => hello('low');
const dated = () => HelloJob.set({ waitUntil: MONTH }).performLater('Jamie');
const ofPerson = () => PersonJob.performLater(new Person(9));

function sameArgument(id: string, behaviour: string, value: () => unknown): Case {
  return kit(id, behaviour, async () => {
    const act = () => KeywordJob.performLater({ list: [value()] });
    await expectPerformed(KeywordJob, act)
      .with({ list: [value()] })
      .once();
  });
}

/** TH: which jobs ran. */
export const performedMatching: readonly Case[] = [
  kit('TH-108', 'Performed: two blocks count apart', async () => {
    await expectPerformed(undefined, hello).once();
    await expectPerformed(undefined, async () => [await hello(), await hello()]).twice();
  }),
  kit(
    'TH-109',
    'Performed: a failure tells expected and actual, earlier jobs left out',
    async () => {
      await performEnqueuedJobs(hello);
      await failsWith('expected exactly 2 to be performed, but 1 was')(() =>
        expectPerformed(undefined, hello).twice(),
      );
    },
  ),
  kit('TH-110', 'Performed: without a block all runs of the test count', async () => {
    await performEnqueuedJobs(hello);
    expectPerformed().once();
    await hello();
    await performEnqueuedJobs();
    expectPerformed().twice();
  }),
  kit(
    'TH-178',
    'Performed, matched: class and queue, with a block',
    async () => void (await expectPerformed(HelloJob, low).onQueue('low').once()),
  ),
  kit('TH-179', 'Performed, matched: class and queue, without a block', async () => {
    await low();
    await performEnqueuedJobs();
    expectPerformed(HelloJob).onQueue('low').once();
  }),
  kit('TH-181', 'Performed, matched: the job is returned', async () => {
    const { job } = await expectPerformed(HelloJob, hello);
    expect(job).toMatchObject({ name: 'HelloJob', queue: 'default', args: ['Jamie'] });
    expect(job.scheduledAt).toBeUndefined();
  }),
  kit('TH-182', 'Performed, matched: the same without a block', async () => {
    await performEnqueuedJobs(hello);
    expect(expectPerformed(HelloJob).job.args).toEqual(['Jamie']);
  }),
  kit('TH-183', 'Performed, matched: another class or queue fails', async () => {
    await failsWith('LoggingJob')(() => expectPerformed(LoggingJob, hello));
    await failsWith('queue')(() => expectPerformed(HelloJob, low).onQueue('high'));
  }),
  kit('TH-184', 'Performed, matched: a job that only waits does not match', async () => {
    await hello();
    await failsWith('Nothing was performed')(() => expectPerformed(HelloJob));
  }),
  kit('TH-185', 'Performed, matched: by priority', async () => {
    const act = () => HelloJob.set({ priority: 3 }).performLater('Jamie');
    await expectPerformed(HelloJob, act).withPriority(3);
    await failsWith('priority')(() => expectPerformed(HelloJob, act).withPriority(4));
  }),
  kit('TH-186', 'Performed, matched: at an absolute time', async () => {
    await expectPerformed(HelloJob, dated).at(new Date(MONTH));
    await failsWith('time')(() => expectPerformed(HelloJob, dated).at(MONTH + 86_400_000));
  }),
  kit('TH-188', 'Performed, matched: at a time, without a block', async () => {
    await dated();
    await performEnqueuedJobs();
    expectPerformed(HelloJob).at(MONTH);
    await failsWith('time')(() => expectPerformed(HelloJob).at(MONTH + 86_400_000));
  }),
  kit('TH-189', 'Performed, matched: the order of keys does not matter', async () => {
    const act = () => KeywordJob.performLater({ a: 1, b: 2 });
    await expectPerformed(KeywordJob, act).with({ b: 2, a: 1 });
  }),
  kit('TH-190', 'Performed, matched: each criterion may be a predicate', async () => {
    await performEnqueuedJobs(() => HelloJob.set({ queue: 'low', wait: 1 }).performLater('Jamie'));
    expectPerformed({ only: ({ name }) => name.startsWith('Hello') });
    expectPerformed(HelloJob)
      .with((name) => name === 'Jamie')
      .onQueue((queue) => queue === 'low')
      .at((time) => time !== undefined);
    await failsWith('none was')(() => expectPerformed({ only: () => false }));
    await failsWith('a predicate')(() => expectPerformed(HelloJob).with(() => false));
  }),
  sameArgument('TH-191', 'Performed, matched: times inside arguments', () => new Date(MONTH)),
  sameArgument('TH-192', 'Performed, matched: date-times', () =>
    Temporal.PlainDateTime.from('2030-01-01T10:00:00.123'),
  ),
  sameArgument('TH-193', 'Performed, matched: zoned times', () =>
    Temporal.ZonedDateTime.from('2030-01-01T10:00+01:00[Europe/Berlin]'),
  ),
  kit(
    'TH-194',
    'Performed, matched: records',
    async () => void (await expectPerformed(PersonJob, ofPerson).with(new Person(9))),
  ),
  kit('TH-195', 'Performed, matched: records, without a block', async () => {
    await performEnqueuedJobs(ofPerson);
    expectPerformed(PersonJob).with(new Person(9));
    expectNotPerformed(PersonJob, { with: [new Person(10)] });
  }),
  kit('TH-196', 'Performed, matched: the message lists what might have been meant', async () => {
    await failsWith('The nearest is PersonJob(Person { id: 9 })')(() =>
      expectPerformed(PersonJob, ofPerson).with(new Person(10)),
    );
  }),
  kit('TH-197', 'Performed, matched: the same without a block', async () => {
    await performEnqueuedJobs(ofPerson);
    await failsWith('The nearest is PersonJob(Person { id: 9 })')(() =>
      expectPerformed(PersonJob).with(new Person(10)),
    );
  }),
  kit('TH-199', 'Performed, matched: the message lists the classes that ran', async () => {
    await failsWith(
      'There was performed:',
      "HelloJob('Jamie')",
    )(() => expectPerformed(LoggingJob, hello));
  }),
  kit('TH-200', 'Performed, matched: its blocks leave nothing enqueued', async (queues) => {
    await expectPerformed(HelloJob, hello);
    await expectPerformed(LoggingJob, () => logging());
    expect(queues.adapter.enqueued).toEqual([]);
    expectPerformed().twice();
  }),
  kit('TH-201', 'Performed, matched: the same without blocks', async (queues) => {
    await hello();
    await logging();
    await performEnqueuedJobs();
    expectPerformed(HelloJob);
    expectPerformed(LoggingJob);
    expect(queues.adapter.enqueued).toEqual([]);
  }),
  kit('TH-202', 'An argument that cannot be decoded does not break the helper', async () => {
    await RescueJob.performLater(new Person(404));
    await performEnqueuedJobs();
    expect(JobBuffer.lines).toEqual(['rescued RecordNotFoundError']);
  }),
  kit('TH-203', 'The block form runs the retries too, then the test gets the error', async () => {
    const thrown = await thrownBy(() => performEnqueuedJobs(() => TwiceJob.performLater()));
    expect(thrown).toEqual(new Error('again'));
    expectPerformed(TwiceJob).twice();
  }),
];
