import {
  expectEnqueued,
  expectNotPerformed,
  expectPerformed,
  fakeQueues,
  NoFakeError,
  performEnqueuedJobs,
} from '@drover/testing';
import type { Case, RunnableCase } from '../../case';
import { HelloJob } from '../../zoo/hello-job';
import { JobBuffer } from '../../zoo/job-buffer';
import { hello, thrownBy } from './kit';

/** Without a fake, a helper says which adapter jobs go to. */
function refusedOn(id: string, behaviour: string, act: () => unknown): RunnableCase {
  return {
    id,
    behaviour,
    async run({ app }) {
      const thrown = await thrownBy(act);
      expect(thrown).toBeInstanceOf(NoFakeError);
      expect((thrown as Error).message).toContain(`the adapter '${app.adapter.name}'`);
    },
  };
}

/** TH: the helpers and the adapter in force. */
export const testAdapters: readonly Case[] = [
  { id: 'TH-050', behaviour: 'Enqueued, matched: the queue as a symbol', reason: 'Ruby only' },
  { id: 'TH-180', behaviour: 'Performed, matched: the queue as a symbol', reason: 'Ruby only' },
  {
    id: 'TH-077',
    behaviour:
      'The adapter of the test wins (twist: over that of configure(), as a class has none of its own)',
    async run({ app }) {
      await fakeQueues(async ({ adapter }) => {
        await hello();
        expect(adapter.enqueued).toHaveLength(1);
        expect(adapter).not.toBe(app.adapter);
      });
    },
  },
  refusedOn('TH-204', 'On another adapter: counting enqueued jobs is refused', () =>
    expectEnqueued().once(),
  ),
  refusedOn('TH-206', 'On another adapter: counting performed jobs is refused', () =>
    expectPerformed().once(),
  ),
  refusedOn('TH-207', 'On another adapter: none performed is refused', () =>
    expectNotPerformed(HelloJob),
  ),
  refusedOn('TH-208', 'On another adapter: matching enqueued jobs is refused', () =>
    expectEnqueued(HelloJob).onQueue('low'),
  ),
  refusedOn('TH-209', 'On another adapter: matching performed jobs is refused', () =>
    expectPerformed(HelloJob).onQueue('low'),
  ),
  refusedOn('TH-210', 'On another adapter: performing without a block is refused', () =>
    performEnqueuedJobs(),
  ),
  {
    id: 'TH-211',
    behaviour: 'On another adapter: performing with a block just runs the block',
    async run(world) {
      expect(await performEnqueuedJobs(hello)).toMatchObject({ runs: 0 });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['Jamie says hello']);
    },
  },
  {
    id: 'TH-212',
    behaviour: 'Inline, a job runs during its enqueue, and the perform block does not run it again',
    run: () =>
      fakeQueues({ mode: 'inline' }, async () => {
        await performEnqueuedJobs(async () => {
          await hello();
          expect(JobBuffer.lines).toEqual(['Jamie says hello']);
        });
        expectPerformed(HelloJob).once();
      }),
  },
  {
    id: 'TH-213',
    behaviour: 'The adapter of a test may be a subclass of the fake',
    reason: 'fakeQueues() makes its own; another adapter is given to configure()',
  },
  {
    id: 'TH-215',
    behaviour: 'The same for a class that sets its own adapter and loads late',
    reason: 'a class has no adapter of its own',
  },
];

/** TB: a test without any call of the kit's. */
export const testCase: readonly Case[] = [
  {
    id: 'TB-01',
    behaviour: 'The base class of tests includes the helper',
    reason: 'Ruby only',
  },
  {
    id: 'TB-02',
    behaviour:
      'The fake stands in for what was configured (twist: also for an adapter of its own, so that no test reaches a store unasked)',
    run: () =>
      fakeQueues(async ({ app, adapter }) => {
        expect(app.adapter).toBe(adapter);
        await hello();
        expect(adapter.enqueued).toHaveLength(1);
      }),
  },
  {
    id: 'TB-03',
    behaviour: 'A fresh fake performs nothing by itself',
    run: () =>
      fakeQueues(async () => {
        await hello();
        expect(JobBuffer.lines).toEqual([]);
      }),
  },
];
