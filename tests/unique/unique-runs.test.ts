import {
  AfterDiscard,
  Job,
  RetryOn,
  startWorker,
  Unique,
  UniqueConflictError,
  type JobEvents,
} from '@drover/core';
import { waitFor } from '../support/wait-for';
import { stageOn, STORES, type StoreStage } from '../locks/every-store';

let running = 0;
let most = 0;
const done: string[] = [];
const discarded: Error[] = [];
let release = () => {};
let released = Promise.resolve();

abstract class RunJob extends Job {
  async perform(account: number, what: string): Promise<void> {
    running += 1;
    most = Math.max(most, running);
    await released;
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    done.push(`${account} ${what}`);
  }

  @AfterDiscard()
  noteDiscard(error: Error) {
    discarded.push(error);
  }
}

@Unique({ lock: 'whileExecuting', by: 0, onConflict: 'raise' })
@RetryOn(UniqueConflictError, { wait: 20, attempts: 'unlimited', jitter: 0 })
class RaisingJob extends RunJob {}

@Unique({ lock: 'whileExecuting', by: 0, onConflict: 'reject' })
class RejectedJob extends RunJob {}

@Unique({ lock: 'untilAndWhileExecuting', by: 0 })
class PatientJob extends RunJob {}

@Unique({ lock: 'whileExecuting', by: 0, limit: 2, onConflict: 'raise' })
@RetryOn(UniqueConflictError, { wait: 20, attempts: 'unlimited', jitter: 0 })
class PairJob extends RunJob {}

const jobs = [RaisingJob, RejectedJob, PatientJob, PairJob];

function hold(): void {
  released = new Promise((resolve) => (release = resolve));
}

describe.each(STORES.filter((name) => name !== 'test'))('on %s', (name) => {
  let stage: StoreStage | undefined;
  const refused: JobEvents['runRefused'][] = [];
  const snoozed: JobEvents['snoozed'][] = [];

  beforeAll(async () => {
    stage = await stageOn(name, { jobs, logLevel: 'silent' });
    stage?.app.events.on('runRefused', (event) => refused.push(event));
    stage?.app.events.on('snoozed', (event) => snoozed.push(event));
    if (stage) await startWorker({ concurrency: 8 });
  });
  beforeEach(() => {
    for (const list of [done, discarded, refused, snoozed]) list.length = 0;
    [running, most] = [0, 0];
    released = Promise.resolve();
  });
  afterAll(() => stage?.close());

  test('every job is stored, and of one key never two run at once', async () => {
    if (!stage) return;
    const all = Array.from({ length: 12 }, (_, index) => String(index));
    for (const what of all) expect((await RaisingJob.performLater(1, what)).enqueued).toBe(true);
    await waitFor(() => done.length === 12);
    expect(most).toBe(1);
    expect(done.toSorted()).toEqual(all.map((what) => `1 ${what}`).toSorted());
  });

  test('limit lets so many run at once', async () => {
    if (!stage) return;
    hold();
    for (const what of ['a', 'b', 'c', 'd', 'e']) await PairJob.performLater(1, what);
    await waitFor(() => running === 2);
    release();
    await waitFor(() => done.length === 5);
    expect(most).toBe(2);
  });

  test('runs of other keys are not in each other’s way', async () => {
    if (!stage) return;
    hold();
    for (const account of [1, 2, 3]) await RaisingJob.performLater(account, 'a');
    await waitFor(() => running === 3);
    release();
    await waitFor(() => done.length === 3);
  });

  test("'reject' discards the run, says so, and runs AfterDiscard", async () => {
    if (!stage) return;
    hold();
    const first = await RejectedJob.performLater(1, 'a');
    await waitFor(() => running === 1);
    const second = await RejectedJob.performLater(1, 'b');
    await waitFor(async () => (await second.status()).state === 'discarded');
    expect(refused).toMatchObject([
      { job: { id: second.id }, duplicateOf: first.id, onConflict: 'reject' },
    ]);
    expect(discarded).toMatchObject([{ code: 'DROVER_UNIQUE_CONFLICT', duplicateOf: first.id }]);
    release();
    await waitFor(() => done.length === 1);
    await waitFor(async () => (await first.status()).state === 'completed');
  });

  test('of itself one waits while one runs, and uses no attempt', async () => {
    if (!stage) return;
    hold();
    await PatientJob.performLater(1, 'a');
    await waitFor(() => running === 1);
    const second = await PatientJob.performLater(1, 'b');
    expect(second.enqueued).toBe(true);
    await waitFor(() => snoozed.length === 1);
    expect(snoozed).toMatchObject([{ job: { id: second.id, executions: 1 }, wait: 5000 }]);
    await waitFor(async () => (await second.status()).state === 'delayed');
    expect((await PatientJob.performLater(1, 'c')).duplicateOf).toBe(second.id);
    release();
    await waitFor(() => done.length === 1);
    await second.cancel();
  });

  test('performNow waits its turn too', async () => {
    if (!stage) return;
    hold();
    await RaisingJob.performLater(1, 'a');
    await waitFor(() => running === 1);
    const job = RaisingJob.build(1, 'b');
    await job.performNow();
    expect(job.enqueued).toBe(true);
    release();
    await waitFor(() => done.length === 2);
  });
});
