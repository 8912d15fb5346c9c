import { setTimeout as sleep } from 'node:timers/promises';
import { FakeAdapter, FakeClock } from '@drover/testing';
import fc from 'fast-check';
import type { HeldLock, LockLease, LockStore } from '../../packages/core/src/adapters/lock-store';
import { openTestStore, type StoreName } from './stores';

const LONG = 60_000;
const stores: readonly (StoreName | 'test')[] = ['redis', 'embedded', 'postgres', 'test'];

describe.each(stores)('locks on %s', (name) => {
  let locks: LockStore | undefined;
  /** Lets so many milliseconds pass. */
  let pass = (milliseconds: number): unknown => sleep(milliseconds);
  let close = async () => {};
  let keys = 0;

  beforeAll(async () => {
    if (name === 'test') {
      const clock = new FakeClock();
      locks = new FakeAdapter(clock).locks();
      pass = (milliseconds) => clock.advance(milliseconds);
      return;
    }
    const store = await openTestStore(name);
    locks = store?.adapter.locks();
    close = async () => store?.close();
    await (await store?.inspect('warm-up'))?.waitUntilReady();
  });

  afterAll(() => close());

  /** A machine without the store has said so on its standard error. */
  const onStore = (what: string, run: (store: LockStore, key: string) => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
    test(what, async () => {
      if (locks) await run(locks, `key-${(keys += 1)}`);
    });

  async function granted(
    store: LockStore,
    key: string,
    owner: string,
    options: { ttl?: number; slots?: number } = {},
  ): Promise<HeldLock> {
    const answer = await store.acquire({ key, owner, ttl: LONG, ...options });
    if (!answer.granted) throw new Error(`${owner} was refused ${key}`);
    return answer.lock;
  }

  async function refused(
    store: LockStore,
    key: string,
    owner: string,
    slots = 1,
  ): Promise<readonly string[]> {
    const answer = await store.acquire({ key, owner, ttl: LONG, slots });
    if (answer.granted) throw new Error(`${owner} was granted ${key}`);
    return answer.holders.map((holder) => holder.owner);
  }

  onStore('a lock has one holder, and whoever asks next is told who', async (store, key) => {
    const holder = { name: 'ImportJob', queue: 'low', jobId: '42' };
    const answer = await store.acquire({ key, owner: 'a', ttl: LONG, holder });
    expect(answer).toMatchObject({ granted: true, lock: { key, owner: 'a', ...holder } });
    const next = await store.acquire({ key, owner: 'b', ttl: LONG });
    expect(next).toMatchObject({ granted: false, holders: [{ key, owner: 'a', ...holder }] });
    expect(await store.list(key)).toEqual([answer.granted && answer.lock]);
  });

  onStore('as many hold it as there are slots', async (store, key) => {
    await granted(store, key, 'a', { slots: 2 });
    await granted(store, key, 'b', { slots: 2, ttl: LONG / 2 });
    expect(await refused(store, key, 'c', 2)).toEqual(['b', 'a']);
    await store.release({ key, owner: 'a' });
    await granted(store, key, 'c', { slots: 2 });
  });

  onStore('every grant has a larger fence than all before', async (store, key) => {
    const first = await granted(store, key, 'a');
    const other = await granted(store, `${key} other`, 'a');
    const again = await granted(store, key, 'a');
    expect(other.fence).toBeGreaterThan(first.fence);
    expect(again.fence).toBeGreaterThan(other.fence);
  });

  onStore('only the owner releases it, and only once', async (store, key) => {
    const lock = await granted(store, key, 'a');
    expect(await store.release({ ...lock, owner: 'b' })).toBe(false);
    expect(await store.release({ ...lock, fence: lock.fence + 1 })).toBe(false);
    expect(await refused(store, key, 'b')).toEqual(['a']);
    expect(await store.release(lock)).toBe(true);
    expect(await store.release(lock)).toBe(false);
    await granted(store, key, 'b');
  });

  onStore('an owner that asks again makes what it had before worthless', async (store, key) => {
    const before = await granted(store, key, 'a');
    const after = await granted(store, key, 'a');
    expect(await store.release(before)).toBe(false);
    expect(await store.renew([{ ...before, ttl: LONG }])).toEqual([false]);
    expect(await store.renew([{ ...after, ttl: LONG }])).toEqual([true]);
    expect(await store.list(key)).toHaveLength(1);
  });

  onStore('without a fence whatever the owner holds is released', async (store, key) => {
    await granted(store, key, 'a');
    await granted(store, key, 'a');
    expect(await store.release({ key, owner: 'a' })).toBe(true);
  });

  onStore(
    'it is free when its time is over, and its holder cannot have it back',
    async (store, key) => {
      const lock = await granted(store, key, 'a', { ttl: 30 });
      await pass(60);
      expect(await store.list(key)).toEqual([]);
      expect(await store.renew([{ ...lock, ttl: LONG }])).toEqual([false]);
      expect(await store.release(lock)).toBe(false);
      const next = await granted(store, key, 'b');
      expect(await store.release(lock)).toBe(false);
      expect(await store.list(key)).toEqual([next]);
    },
  );

  onStore('renewed it lasts, and the others of the same call with it', async (store, key) => {
    const [one, two] = [
      await granted(store, key, 'a', { ttl: 2000 }),
      await granted(store, `${key} other`, 'a', { ttl: 2000 }),
    ];
    const gone = { ...one, owner: 'nobody' };
    const leases = [one, gone, two].map((lease) => ({ ...lease, ttl: LONG }));
    expect(await store.renew(leases)).toEqual([true, false, true]);
    await pass(2100);
    expect(await refused(store, key, 'b')).toEqual(['a']);
    const [left] = await store.list(`${key} other`);
    expect(left).toMatchObject({ fence: two.fence, since: two.since });
    expect(left?.expires).toBeGreaterThan(two.expires + LONG / 2);
  });

  onStore('no lease is renewed by a call without one', async (store) => {
    expect(await store.renew([])).toEqual([]);
  });

  onStore('two slots that expire at different times end one by one', async (store, key) => {
    await granted(store, key, 'long', { slots: 2 });
    await granted(store, key, 'short', { slots: 2, ttl: 30 });
    await pass(60);
    expect((await store.list(key)).map(({ owner }) => owner)).toEqual(['long']);
    expect(await refused(store, key, 'other')).toEqual(['long']);
  });

  onStore('keys and owners are any text', async (store, key) => {
    const text = `${key}::inbox::"ünïcødé" 🐄 {brace} %s \n'quote'`;
    const lock = await granted(store, text, text);
    expect(lock).toMatchObject({ key: text, owner: text });
    expect(await store.list(text)).toEqual([lock]);
    expect((await store.list()).map((each) => each.key)).toContain(text);
    expect(await store.release(lock)).toBe(true);
  });

  onStore('the list holds every lock, the oldest first', async (store, key) => {
    const owners = Array.from({ length: 450 }, (_, index) => `${key}-${index}`);
    for (const owner of owners) await granted(store, owner, owner);
    const listed = (await store.list()).map(({ owner }) => owner);
    expect(listed.filter((owner) => owner.startsWith(`${key}-`))).toEqual(owners);
    for (const owner of owners) await store.release({ key: owner, owner });
    expect((await store.list()).filter((lock) => lock.key.startsWith(`${key}-`))).toEqual([]);
  });

  onStore(
    'of many who ask at once as many are granted it as there are slots',
    async (store, key) => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, owner) =>
          store.acquire({ key, owner: String(owner), ttl: LONG, slots: 3 }),
        ),
      );
      expect(answers.filter((answer) => answer.granted)).toHaveLength(3);
      expect(await store.list(key)).toHaveLength(3);
    },
  );

  onStore(
    'whatever is done in whatever order, it does what a table of holders does',
    async (store) => {
      const owners = ['a', 'b', 'c'];
      const step = fc.record({
        what: fc.constantFrom('acquire', 'renew', 'release', 'release stale', 'expire'),
        key: fc.constantFrom('one', 'two'),
        owner: fc.constantFrom(...owners),
        slots: fc.integer({ min: 1, max: 2 }),
      });
      const steps = fc.array(step, { maxLength: 25 });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(steps, async (all) => {
          run += 1;
          const model = new Map<string, LockLease>();
          const stale = new Map<string, LockLease>();
          for (const { what, key: short, owner, slots } of all) {
            const key = `model-${run}-${short}`;
            const id = `${key} ${owner}`;
            const held = model.get(id);
            const lease = held ?? stale.get(id) ?? { key, owner, fence: 0 };
            const holders = [...model.values()].filter((each) => each.key === key);
            if (what === 'acquire' || what === 'expire') {
              const ttl = what === 'acquire' ? LONG : 1;
              const answer = await store.acquire({ key, owner, ttl, slots });
              expect(answer.granted).toBe(held !== undefined || holders.length < slots);
              if (held && answer.granted) stale.set(id, held);
              if (answer.granted && what === 'acquire') model.set(id, answer.lock);
              if (answer.granted && what === 'expire') {
                await pass(3);
                model.delete(id);
                stale.set(id, answer.lock);
              }
            } else if (what === 'renew') {
              expect(await store.renew([{ ...lease, ttl: LONG }])).toEqual([held !== undefined]);
            } else if (what === 'release stale') {
              const old = stale.get(id) ?? { key, owner, fence: 0 };
              expect(await store.release(old)).toBe(false);
            } else {
              expect(await store.release(lease)).toBe(held !== undefined);
              if (model.delete(id) && held) stale.set(id, held);
            }
            const listed = (await store.list(key)).map((lock) => lock.owner).toSorted();
            const expected = [...model.values()].filter((each) => each.key === key);
            expect(listed).toEqual(expected.map((each) => each.owner).toSorted());
          }
        }),
        { numRuns: 40 },
      );
    },
  );
});
