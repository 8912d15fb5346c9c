import { locks, performAllLater, queues } from '@drover/core';
import { journal, note } from '../support/journal';
import type { NodeProcess } from '../support/node-process';
import { postgresForTests } from '../support/postgres';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { PairJob } from './app/jobs/pair.job';
import { Crew } from './crew';

const postgresUrl = postgresForTests();
let crew: Crew;

afterEach(() => crew.dismiss());

describe.each([
  ['Redis', testRedisUrl, { jobs: 10_000, keys: 50, kills: 4 }],
  ['PostgreSQL', postgresUrl, { jobs: 1000, keys: 20, kills: 2 }],
] as const)('on %s', (_store, urlOf, size) => {
  /** False where the machine has no such store: there is nothing to say then. */
  function assemble(options: object = {}): boolean {
    const url = urlOf();
    if (url !== undefined) crew = new Crew({ concurrency: 10, ...options }, url);
    return url !== undefined;
  }

  /** Four in a row have the same key, so that two of them surely meet, and a third is held back. */
  async function enqueue(count: number, keys: number, milliseconds: number): Promise<void> {
    const jobs = Array.from({ length: count }, (__, index) =>
      PairJob.build(`key ${Math.floor(index / 4) % keys}`, milliseconds),
    );
    await performAllLater(jobs);
  }

  async function settled(): Promise<void> {
    const pending = async () =>
      (await queues()).reduce(
        (sum, { size: at }) => sum + at.waiting + at.active + at.delayed + at.prioritized,
        0,
      );
    await waitFor(async () => (await pending()) + (await pending()) === 0, {
      what: 'all jobs to end',
      timeout: 90_000,
      interval: 200,
    });
  }

  test('three processes never have more of a key in at once than two, and leave nothing behind', async () => {
    if (!assemble()) return;
    await Promise.all([crew.start(), crew.start(), crew.start()]);
    await enqueue(size.jobs, size.keys, 2);
    await settled();

    const { done, most, runs } = tally();
    expect(most).toBe(2);
    expect(done.size).toBe(size.jobs);
    expect(runs).toBe(size.jobs);
    expect(await locks({ kind: 'limit' })).toEqual([]);
  });

  test('nor when one after the other is killed in the middle; every job is done, and no attempt is used', async () => {
    if (!assemble({ lockDuration: 4000, stalledInterval: 1000 })) return;
    const workers = await Promise.all([crew.start(), crew.start(), crew.start()]);
    const count = 1000;
    await enqueue(count, 20, 100);
    for (let kills = 0; kills < size.kills; kills += 1) {
      const enough = 60 * (kills + 1);
      await waitFor(() => tally().done.size > enough);
      await murder(workers.shift());
      workers.push(await crew.start());
    }
    await settled();

    const { done, most, executions } = tally();
    expect(done.size).toBe(count);
    expect(most).toBe(2);
    expect(executions).toEqual(new Set([1]));
    await waitFor(async () => (await locks({ kind: 'limit' })).length === 0);
  });

  async function murder(worker: NodeProcess | undefined): Promise<void> {
    worker?.kill('SIGKILL');
    await worker?.exit;
    note('killed', { victim: worker?.pid });
  }
});

/**
 * What the journal says, in the order of its lines: who is in writes so after it got its slot, and that
 * it is out before it gives it back.
 */
function tally(): { done: Set<unknown>; most: number; runs: number; executions: Set<unknown> } {
  const inside = new Map<unknown, Map<string, number>>();
  const done = new Set<unknown>();
  const executions = new Set<unknown>();
  let most = 0;
  let runs = 0;
  for (const { kind, key, pid, jobId = '', ...rest } of journal()) {
    if (kind === 'killed')
      for (const jobs of inside.values())
        for (const [id, holder] of jobs) if (holder === rest['victim']) jobs.delete(id);
    const jobs = inside.get(key) ?? new Map<string, number>();
    inside.set(key, jobs);
    if (kind === 'in') {
      jobs.set(jobId, pid);
      most = Math.max(most, jobs.size);
      runs += 1;
      executions.add(rest['executions']);
    } else if (kind === 'out') {
      jobs.delete(jobId);
      done.add(jobId);
    }
  }
  return { done, most, runs, executions };
}
