import fc from 'fast-check';
import type {
  DeclaredEntry,
  ScheduleStore,
  StoredEntry,
} from '../../packages/core/src/adapters/schedule-store';
import { FakeSchedule } from '../../packages/testing/src/store/fake-schedule';
import { openTestStore, type StoreName, type TestStore } from './stores';

function declared(name: string, overrides: Partial<DeclaredEntry> = {}): DeclaredEntry {
  const definition = {
    job: 'ReportJob',
    recurrence: { fields: '0 2 * * *', zone: 'UTC' },
    args: [[], {}, 'é "quoted"', { z: 1, a: null }],
    dateAsArgument: false,
    jitter: 0,
    overlap: 'allow',
    grace: 60_000,
  } as const;
  return { name, definition, revision: 'one', source: 'file', ...overrides };
}

const AS = (now: number, fingerprint = 'f') => ({ fingerprint, now });

describe.each<StoreName | 'fake'>(['fake', 'redis', 'embedded', 'postgres'])(
  'the schedule on %s',
  (kind) => {
    let store: TestStore | undefined;
    let schedule: ScheduleStore | undefined;

    beforeAll(async () => {
      if (kind === 'fake') schedule = new FakeSchedule();
      else store = await openTestStore(kind);
      schedule ??= await store?.adapter.schedule();
    });

    afterEach(async () => {
      for (const { name } of (await schedule?.entries()) ?? []) await schedule?.remove(name);
    });

    afterAll(() => store?.close());

    /** A machine without the store has said so on its standard error. */
    const onStore = (what: string, run: (open: ScheduleStore) => Promise<void>) =>
      // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
      test(what, async () => {
        if (schedule) await run(schedule);
      });

    const find = async (open: ScheduleStore, name: string) =>
      (await open.entries()).find((entry) => entry.name === name) as StoredEntry;

    const claim = (open: ScheduleStore, tick: number, overrides = {}) =>
      open.claim({ name: 'a', revision: 'one', tick, now: tick, patience: 50, ...overrides });

    onStore('an entry comes back as it was declared', async (open) => {
      const entry = declared('daily: report é %', { status: 'disabled' });
      await open.install([entry], AS(10));
      const { status, ...rest } = entry;
      expect(await open.entries()).toEqual([
        { ...rest, status, declaredStatus: status, since: 10, open: [] },
      ]);
    });

    onStore('the version tells of every change, and of nothing else', async (open) => {
      const versions = [await open.head()];
      const note = async (change: Promise<unknown>) => {
        await change;
        versions.push(await open.head());
      };
      await note(open.install([declared('a')], AS(1, 'g')));
      await note(open.install([declared('a')], AS(2, 'g')));
      await note(open.setStatus('a', 'disabled', 3));
      await note(open.setStatus('a', 'disabled', 4));
      await note(open.setStatus('a', 'enabled', 5));
      await note(claim(open, 6));
      await note(open.settle('a', { tick: 6, outcome: 'enqueued' }));
      await note(open.put(declared('b', { source: 'code' }), 'add', 7));
      await note(open.remove('nobody'));
      await note(open.remove('b'));
      const moves = versions.map(({ version }) => version !== versions[0]?.version);
      const changed = versions.slice(1).map(({ version }, i) => version !== versions[i]?.version);
      expect(moves[1]).toBe(true);
      expect(changed).toEqual([true, false, true, false, true, false, false, true, false, true]);
      expect(versions.at(-1)?.fingerprint).toBe('g');
    });

    onStore(
      'an install removes what is declared no more and leaves what code made',
      async (open) => {
        await open.install([declared('a'), declared('b', { source: 'class' })], AS(1));
        await open.put(declared('c', { source: 'code' }), 'add', 1);
        const report = await open.install([declared('d')], AS(2));
        expect(report).toEqual({
          added: ['d'],
          changed: [],
          removed: expect.arrayContaining(['a', 'b']),
        });
        expect((await open.entries()).map(({ name }) => name)).toEqual(['c', 'd']);
      },
    );

    onStore('what has changed begins anew, what has not goes on', async (open) => {
      await open.install([declared('a'), declared('b')], AS(1));
      await claim(open, 5);
      await open.settle('a', { tick: 5, outcome: 'enqueued', jobId: 'x', queue: 'q' });
      await claim(open, 6);
      const report = await open.install([declared('a', { revision: 'two' }), declared('b')], AS(7));
      expect(report).toEqual({ added: [], changed: ['a'], removed: [] });
      expect(await find(open, 'a')).toMatchObject({
        revision: 'two',
        since: 7,
        lastTick: 6,
        lastRun: { tick: 5, outcome: 'enqueued', jobId: 'x', queue: 'q' },
        open: [],
      });
      expect(await find(open, 'b')).toMatchObject({ revision: 'one', since: 1 });
      expect(await claim(open, 8)).toBe('stale');
    });

    onStore('the status a human set stays until the declaration says another', async (open) => {
      await open.install([declared('a')], AS(1));
      await open.setStatus('a', 'disabled', 2);
      await open.install([declared('a', { revision: 'two' })], AS(3));
      expect(await find(open, 'a')).toMatchObject({ status: 'disabled' });
      await open.install([declared('a', { status: 'enabled' })], AS(4));
      expect(await find(open, 'a')).toMatchObject({ status: 'enabled', since: 4 });
      await open.setStatus('a', 'disabled', 5);
      await open.install([declared('a', { status: 'enabled' })], AS(6));
      expect(await find(open, 'a')).toMatchObject({ status: 'disabled', since: 5 });
    });

    onStore('an entry of code is added once and changed only when it is there', async (open) => {
      const entry = declared('a', { source: 'code' });
      expect(await open.put(entry, 'change', 1)).toBe(false);
      expect(await open.put(entry, 'add', 2)).toBe(true);
      expect(await open.put(entry, 'add', 3)).toBe(false);
      expect(await find(open, 'a')).toMatchObject({ since: 2 });
      await open.setStatus('a', 'disabled', 4);
      expect(await open.put({ ...entry, revision: 'two' }, 'change', 5)).toBe(true);
      expect(await find(open, 'a')).toMatchObject({
        revision: 'two',
        since: 5,
        status: 'disabled',
      });
      expect(await open.remove('a')).toBe(true);
      expect(await open.remove('a')).toBe(false);
      expect(await open.setStatus('a', 'enabled', 6)).toBe(false);
    });

    onStore('a tick goes to one of all who ask at once', async (open) => {
      await open.install([declared('a')], AS(1));
      const answers = await Promise.all(Array.from({ length: 20 }, () => claim(open, 100)));
      expect(answers.filter((answer) => answer === 'granted')).toHaveLength(1);
      expect(answers.filter((answer) => answer === 'open')).toHaveLength(19);
      await open.settle('a', { tick: 100, outcome: 'enqueued' });
      expect(await claim(open, 100)).toBe('taken');
      expect(await claim(open, 90)).toBe('taken');
      expect(await claim(open, 101)).toBe('granted');
    });

    onStore('a tick that nobody settled goes to the next who asks, once', async (open) => {
      await open.install([declared('a')], AS(1));
      await claim(open, 100);
      expect(await claim(open, 101)).toBe('granted');
      expect(await claim(open, 100, { now: 149 })).toBe('open');
      expect(await find(open, 'a')).toMatchObject({
        lastTick: 101,
        open: [
          { tick: 100, at: 100 },
          { tick: 101, at: 101 },
        ],
      });
      expect(await claim(open, 100, { now: 150 })).toBe('granted');
      expect(await claim(open, 100, { now: 151 })).toBe('open');
      expect(await find(open, 'a')).toMatchObject({ lastTick: 101 });
    });

    onStore(
      'a tick of an entry that is gone, disabled or changed is nobody\u2019s',
      async (open) => {
        expect(await claim(open, 100)).toBe('stale');
        await open.install([declared('a')], AS(50));
        expect(await claim(open, 50)).toBe('stale');
        expect(await claim(open, 60, { revision: 'two' })).toBe('stale');
        await open.setStatus('a', 'disabled', 60);
        expect(await claim(open, 70)).toBe('stale');
        await open.setStatus('a', 'enabled', 80);
        expect(await claim(open, 70)).toBe('stale');
        expect(await claim(open, 90)).toBe('granted');
      },
    );

    onStore('a settled entry that was removed meanwhile stays removed', async (open) => {
      await open.install([declared('a')], AS(1));
      await claim(open, 5);
      await open.remove('a');
      await open.settle('a', { tick: 5, outcome: 'enqueued' });
      expect(await open.entries()).toEqual([]);
    });

    onStore('installs at the same time end as one of them', async (open) => {
      const sets = ['one', 'two', 'three'].map((revision) => [
        declared('a', { revision }),
        declared(revision, { revision }),
      ]);
      await Promise.all(sets.map((set, index) => open.install(set, AS(index + 1, `f${index}`))));
      const entries = await open.entries();
      const { fingerprint } = await open.head();
      const winner = ['one', 'two', 'three'][Number(fingerprint?.slice(1))];
      expect(entries.map(({ name, revision }) => [name, revision])).toEqual([
        ['a', winner],
        [winner, winner],
      ]);
    });

    onStore('every store answers as the fake does, whatever is asked of it', async (open) => {
      const name = fc.constantFrom('a', 'b', 'c');
      const revision = fc.constantFrom('one', 'two');
      const status = fc.constantFrom('enabled' as const, 'disabled' as const);
      const entry = fc
        .record({ name, revision, status: fc.option(status, { nil: undefined }) })
        .map(({ status: said, ...rest }) =>
          declared(rest.name, { ...rest, ...(said && { status: said }) }),
        );
      const code = fc
        .record({ name, revision })
        .map((rest) => declared(rest.name, { ...rest, source: 'code' }));
      type Step = (to: ScheduleStore, now: number) => Promise<unknown>;
      const sorted = (report: object) =>
        Object.fromEntries(
          Object.entries(report).map(([key, names]) => [key, (names as string[]).toSorted()]),
        );
      const step: fc.Arbitrary<Step> = fc.oneof(
        fc.uniqueArray(entry, { selector: (each) => each.name }).map(
          (set): Step =>
            async (to, now) =>
              sorted(await to.install(set, AS(now))),
        ),
        fc.tuple(code, fc.constantFrom('add' as const, 'change' as const)).map(
          ([each, how]): Step =>
            (to, now) =>
              to.put(each, how, now),
        ),
        name.map(
          (each): Step =>
            (to) =>
              to.remove(each),
        ),
        fc.tuple(name, status).map(
          ([each, to_]): Step =>
            (to, now) =>
              to.setStatus(each, to_, now),
        ),
        fc.tuple(name, revision, fc.nat(4)).map(
          ([each, known, back]): Step =>
            (to, now) =>
              to.claim({ name: each, revision: known, tick: now - back, now, patience: 3 }),
        ),
        fc.tuple(name, fc.nat(4)).map(
          ([each, back]): Step =>
            (to, now) =>
              to.settle(each, { tick: now - back, outcome: 'enqueued' }),
        ),
      );
      const runs = { numRuns: kind === 'redis' ? 60 : 20 };
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          for (const each of await open.entries()) await open.remove(each.name);
          const model = new FakeSchedule();
          for (const [index, take] of steps.entries()) {
            const now = 1000 + index * 2;
            expect(await take(open, now)).toEqual(await take(model, now));
          }
          expect(await open.entries()).toEqual(await model.entries());
        }),
        runs,
      );
    });
  },
);
