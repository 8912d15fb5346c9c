import { isDeepStrictEqual } from 'node:util';
import {
  close,
  configure,
  Job,
  performAllLater,
  SerializationError,
  type Serializer,
} from '@drover/core';
import { setupFake, type Fake } from '@drover/testing';
import fc from 'fast-check';
import { misplaced } from '../../packages/core/test/serialization/misplaced';
import { outline, people, travelling } from '../../packages/core/test/serialization/values';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';

const received = new Map<string, readonly unknown[]>();

class ReceiveJob extends Job {
  perform(...args: readonly unknown[]): void {
    received.set(this.id, args);
  }
}

const settings = {
  jobs: [ReceiveJob],
  serializers: [people as Serializer],
  logLevel: 'silent',
} as const;

let fake: Fake | undefined;

async function open(store: string): Promise<void> {
  const app = configure({ ...settings, store, namespace: uniqueNamespace() });
  await app.work({ queues: ['default'], concurrency: 5 });
}

/** How many lists of arguments each store is given: the slower it is, the fewer. */
const stages: readonly [name: string, lists: number, open: () => Promise<void>][] = [
  ['the fake store', 300, async () => void (fake = setupFake(settings))],
  ['Redis', 300, () => open(testRedisUrl())],
  ['the embedded store', 100, () => open('embedded:')],
];

describe.each(stages)('through %s', (_name, lists, openStage) => {
  beforeAll(openStage, 60_000);
  afterAll(async () => {
    fake = undefined;
    await close();
  });
  beforeEach(() => received.clear());

  async function run(args: readonly unknown[]): Promise<readonly unknown[] | undefined> {
    const { id } = await ReceiveJob.performLater(...args);
    await fake?.drain();
    return waitFor(() => received.get(id), { what: 'the run', interval: 1 });
  }

  test('the arguments are those of the call, whatever becomes of them afterwards', async () => {
    const [one, another] = [{ count: 1 }, { count: 1 }];
    const alone = ReceiveJob.performLater(one);
    const many = performAllLater([ReceiveJob.build(another)]);
    Object.assign(one, { count: 2 });
    Object.assign(another, { count: 2 });
    const jobs = [await alone, ...(await many)];
    await fake?.drain();
    for (const { id } of jobs)
      expect(await waitFor(() => received.get(id))).toEqual([{ count: 1 }]);
  });

  test('every value made of what travels reaches perform as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(travelling, { maxLength: 3 }), async (args) => {
        const back = await run(args);
        expect(isDeepStrictEqual(back, args)).toBe(true);
        expect(outline(back)).toEqual(outline(args));
      }),
      { numRuns: lists },
    );
  });

  test('every other value is refused at the enqueue, with its place', async () => {
    await fc.assert(
      fc.asyncProperty(misplaced, async ({ value, path }) => {
        const error = await ReceiveJob.performLater('first', value).catch(
          (thrown: Error) => thrown,
        );
        expect(error).toBeInstanceOf(SerializationError);
        expect((error as Error).message.split(': expected')[0]).toBe(`args[1]${path}`);
      }),
      { numRuns: lists },
    );
    expect(received.size).toBe(0);
  });
});
