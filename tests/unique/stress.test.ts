import type { Outcome } from '../../packages/core/src/adapters/outcome';
import type { Consumer } from '../../packages/core/src/adapters/consumer';
import { openTestStore, storedJob, type StoreName, type TestStore } from '../contract/stores';
import { waitFor } from '../support/wait-for';

const KEYS = 12;
const LANES = 6;
const ENQUEUES = 150;

/** When a job was accepted and when its last run came to an end, in the order in which things happened. */
interface Life {
  readonly key: string;
  readonly acceptedAt: number;
  endedAt?: number;
}

describe.each<StoreName>(['redis', 'postgres', 'embedded'])('on %s', (name) => {
  let store: TestStore | undefined;
  const consumers: Consumer[] = [];
  beforeAll(async () => {
    store = await openTestStore(name);
    await (await store?.inspect('warm-up'))?.waitUntilReady();
  });
  afterAll(async () => {
    await Promise.all(consumers.map((each) => each.stop({ timeout: 0, reason: 'over' })));
    await store?.close();
  });

  test('with many producers and three workers, no two jobs of a key are alive at once', async () => {
    if (!store) return;
    const { adapter } = store;
    const queue = store.queue();
    const lives = new Map<string, Life>();
    const ended = new Map<string, number>();
    let time = 0;
    let refused = 0;

    const perform = async ({ id, attemptsMade }: { id: string; attemptsMade: number }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      const outcome = outcomeOf(Math.random(), attemptsMade);
      if (outcome.kind !== 'retried') ended.set(id, (time += 1));
      return outcome;
    };
    for (const _ of [1, 2, 3])
      consumers.push(
        await adapter.consume([{ queues: [{ name: queue }], concurrency: 3 }], perform),
      );

    const lane = async () => {
      for (let count = 0; count < ENQUEUES; count += 1) {
        const key = `TestJob:${Math.floor(Math.random() * KEYS)}`;
        const job = storedJob(queue, {
          unique: { key, until: 'executed', onConflict: 'reject' },
        });
        const receipt = await adapter.enqueue(job);
        if (receipt.duplicateOf === undefined) lives.set(job.id, { key, acceptedAt: (time += 1) });
        else refused += 1;
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await waitFor(() => ended.size === lives.size, { what: 'every job to end', timeout: 60_000 });
    for (const [id, life] of lives) life.endedAt = ended.get(id) ?? Infinity;

    expect(refused).toBeGreaterThan(0);
    expect(lives.size + refused).toBe(LANES * ENQUEUES);
    expect(overlaps([...lives.values()])).toEqual([]);
    // Whatever came of it, every key can be had.
    await waitFor(async () => {
      const counts = await (await store?.inspect(queue))?.getJobCounts('active');
      return counts?.['active'] === 0;
    });
    for (let key = 0; key < KEYS; key += 1) {
      const unique = { key: `TestJob:${key}`, until: 'executed', onConflict: 'reject' } as const;
      expect(await adapter.enqueue(storedJob(queue, { unique }))).toEqual({});
    }
  });
});

function outcomeOf(chance: number, attemptsMade: number): Outcome {
  const error = new Error('chance');
  if (chance < 0.3 && attemptsMade < 3)
    return { kind: 'retried', delay: 1, error, data: { drover: 1, args: [] } };
  if (chance < 0.5) return { kind: 'failed', error };
  return chance < 0.6 ? { kind: 'discarded', because: 'rule', error } : { kind: 'completed' };
}

/**
 * Jobs of one key of which the next was accepted before the run of the one before had ended. A producer
 * knows of it a moment after the store does, so what is counted here has surely happened.
 */
function overlaps(lives: readonly Life[]): unknown[] {
  return [...new Set(lives.map(({ key }) => key))].flatMap((key) => {
    const inTurn = lives.filter((life) => life.key === key).toSorted((a, b) => endOf(a) - endOf(b));
    return inTurn.slice(1).filter((life, index) => life.acceptedAt < endOf(inTurn[index]));
  });
}

function endOf(life: Life | undefined): number {
  return life?.endedAt ?? Infinity;
}
