import type { Consumer } from '../../packages/core/src/adapters/consumer';
import { openTestStore, type StoreName, type TestStore } from './stores';

export interface StoreTests {
  /** A test with the store; a machine without the store has said so on its standard error. */
  readonly onStore: (what: string, run: (open: TestStore) => Promise<void> | void) => void;
  /** Stopped after each test. */
  readonly consumers: Consumer[];
}

/** Called in a `describe`: opens a store for its tests, and closes it after them. */
export function storeTests(name: StoreName): StoreTests {
  const consumers: Consumer[] = [];
  let store: TestStore | undefined;

  beforeAll(async () => {
    store = await openTestStore(name);
    // The first embedded database of a machine is made from scratch, which takes its time.
    await (await store?.inspect('warm-up'))?.waitUntilReady();
  });

  afterEach(async () => {
    const ended = consumers.splice(0);
    await Promise.all(ended.map((each) => each.stop({ timeout: 0, reason: 'test over' })));
  });

  afterAll(() => store?.close());

  const onStore: StoreTests['onStore'] = (what, run) =>
    // oxlint-disable-next-line jest/expect-expect, jest/valid-title -- they are in what is run
    test(what, async () => {
      if (store) await run(store);
    });

  return { onStore, consumers };
}
