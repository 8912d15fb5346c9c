import { startWorker, type Job, type Worker } from '@drover/core';
import { stageOn, type StoreName, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { GeocodeJob, ImportJob, JOBS, MailJob, OnceJob, ReportJob, SyncJob } from './jobs';
import { BoardStage } from './stage';

interface ShownJob {
  readonly id: string;
  readonly name: string;
  readonly data: Record<string, unknown>;
  readonly returnValue: unknown;
  readonly failedReason: string;
}

interface ShownQueue {
  readonly name: string;
  readonly counts: Record<string, number>;
  readonly jobs: readonly ShownJob[];
}

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('the board on %s', (name) => {
  let store: StoreStage | undefined;
  let board: BoardStage;
  let worker: Worker | undefined;

  beforeAll(async () => {
    store = await stageOn(name, { jobs: JOBS, logLevel: 'silent', queues: ['mails', 'reports'] });
    board = await BoardStage.open({ authorize: () => 'write' });
    await MailJob.performLater('warm-up');
  });

  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    MailJob.broken = true;
  });

  afterAll(async () => {
    await board.close();
    await store?.close();
  });

  /** A machine without the store has said so on its standard error. */
  const onStore = (what: string, run: () => Promise<void>) =>
    test(what, async () => store && run());

  async function queues(query = ''): Promise<readonly ShownQueue[]> {
    const { status, json } = await board.ask(`/jobs/api/queues${query}`);
    expect(status).toBe(200);
    return (json as { queues: ShownQueue[] }).queues;
  }

  async function shown(job: Job): Promise<ShownJob & { status: string }> {
    const { json } = await board.ask(`/jobs/api/queues/${job.queueName}/${job.id}`);
    const { job: found, status } = json as { job: ShownJob; status: string };
    return { ...found, status };
  }

  async function settled<T extends Job>(job: T, state: string): Promise<T> {
    worker ??= await startWorker({ queues: ['mails', 'reports'] });
    await waitFor(async () => (await shown(job)).status === state, { what: `a ${state} job` });
    return job;
  }

  onStore('has every queue, one that is new among them', async () => {
    expect((await queues()).map((each) => each.name)).toEqual(
      expect.arrayContaining(['mails', 'reports']),
    );
    await ReportJob.set({ queue: 'brand-new' }).performLater('go');
    await waitFor(async () => (await queues()).some((each) => each.name === 'brand-new'));
  });

  onStore('shows the arguments, not the envelope, and hides what is for nobody', async () => {
    const at = new Date(0);
    const job = await settled(
      await MailJob.performLater('ada@example.test', { password: 'correct horse', at }),
      'failed',
    );
    const found = await shown(job);
    expect(found.name).toBe('MailJob');
    expect(found.data).toMatchObject({
      arguments: ['ada@example.test', { password: '[FILTERED]', at: { $date: at.toISOString() } }],
      why: 'failed: no rule gives it another run',
      executions: 1,
    });
    expect(found.data).not.toHaveProperty('drover');
    expect(found.failedReason).toBe('Cannot reach ada@example.test with [FILTERED]');
    for (const path of ['', '/logs', '/flow']) {
      const { text } = await board.ask(`/jobs/api/queues/mails/${job.id}${path}`);
      expect(text).not.toContain('correct horse');
    }
    const list = await board.ask('/jobs/api/queues?activeQueue=mails&status=failed');
    expect(list.text).toContain('[FILTERED]');
    expect(list.text).not.toContain('correct horse');
  });

  onStore('shows how far a job is in its steps', async () => {
    const job = await settled(await ImportJob.performLater(), 'failed');
    expect((await shown(job)).data).toMatchObject({
      steps: {
        completed: ['validate'],
        current: { name: 'rows', cursor: { row: 7, token: '[FILTERED]' } },
      },
    });
  });

  onStore('says why a job waits, and marks what was discarded', async () => {
    const scheduled = await ReportJob.set({ wait: '1 hour' }).performLater('go');
    expect((await shown(scheduled)).data['why']).toMatch(/^scheduled in (1h|59m 5\ds), at /);

    const retried = await settled(await ReportJob.performLater('retry'), 'delayed');
    expect((await shown(retried)).data).toMatchObject({
      why: expect.stringMatching(/^retry in about .* because of: the third party is away$/),
      executions: 1,
      failures: { RangeError: 1 },
    });

    const discarded = await settled(await ReportJob.performLater('refuse'), 'completed');
    expect(await shown(discarded)).toMatchObject({
      name: 'ReportJob · discarded',
      data: { why: expect.stringContaining('Refused: not wanted') },
      returnValue: null,
    });
  });

  onStore('says for how many jobs one waits, and deletes it without them', async () => {
    const after = [ReportJob.set({ wait: '1 hour' }).build('go'), ReportJob.build('go')];
    const waiting = await ReportJob.set({ after }).performLater('go');
    expect((await shown(waiting)).data['why']).toBe('waits for 2 jobs');
    const { json } = await board.ask(`/jobs/api/queues/${waiting.queueName}/${after[1]?.id}/flow`);
    expect(json).toMatchObject({
      isFlowNode: true,
      flowRoot: {
        ...{ id: waiting.id, name: 'ReportJob', state: 'waiting-children' },
        dependencies: { unprocessed: 2, processed: 0 },
        children: expect.arrayContaining(
          after.map(({ id }) => expect.objectContaining({ id, queueName: 'reports' })),
        ),
      },
    });
    const where = `queue=${waiting.queueName}&state=waiting-children`;
    const searched = await board.ask(`/jobs/search?${where}&error=waits+for+2`);
    expect(searched.text).toContain(waiting.id);
    await after[0]?.cancel();
    expect((await shown(waiting)).data['why']).toBe('waits for 1 job');
    const { queueName, id } = waiting;
    await board.ask(`/jobs/api/queues/${queueName}/${id}/clean`, { method: 'PUT' });
    expect(await waiting.status()).toMatchObject({ state: 'unknown' });
    expect(await after[1]?.status()).toMatchObject({ state: 'waiting' });
    await after[1]?.cancel();
  });

  onStore('says which limit blocks a job, and who holds the slot, until it is freed', async () => {
    worker = await startWorker({ queues: ['sync'] });
    const [holder, waiting] = [
      await SyncJob.performLater('acme'),
      await SyncJob.performLater('acme'),
    ];
    const whyOf = async (job: Job) => String((await shown(job)).data['why']);
    const found = await waitFor(async () => {
      const whys = [await whyOf(holder), await whyOf(waiting)];
      return whys.find((why) => why.startsWith('blocked: '));
    });
    expect(found).toMatch(
      /^blocked: waits for a slot of the limit SyncJob\/acme, held by SyncJob [\da-f-]{36} for \d/,
    );
    expect([holder, waiting].some(({ id }) => found.includes(id))).toBe(true);
    const list = await board.ask('/jobs/api/queues?activeQueue=sync&status=delayed');
    expect(list.text).toContain('blocked: waits for a slot of the limit SyncJob/acme');
    const searched = await board.ask(
      '/jobs/search?queue=sync&state=delayed&error=limit+syncjob/acme',
    );
    expect(searched.text).toContain('blocked: waits for a slot');

    const isOver = async (job: Job) => (await job.status()).state === 'completed';
    await waitFor(async () => {
      SyncJob.end();
      return (await isOver(holder)) && (await isOver(waiting));
    });
    expect(await whyOf(waiting)).toBe('undefined');
    expect((await board.ask('/jobs/search?queue=sync&state=delayed&error=limit')).text).toContain(
      'None that fits.',
    );
  });

  onStore('says when the turn of a throttled job comes, and no key that is filtered', async () => {
    const options = { token: 'correct horse' };
    const jobs = [await GeocodeJob.performLater(options), await GeocodeJob.performLater(options)];
    worker = await startWorker({ queues: ['sync'] });
    const why = await waitFor(async () => {
      const whys = await Promise.all(jobs.map(async (job) => (await shown(job)).data['why']));
      return whys.find((each) => each !== undefined);
    });
    expect(why).toMatch(
      /^blocked: its turn by the throttle GeocodeJob\/\[FILTERED\] comes in about (1h|59m)/,
    );
  });

  onStore('retries a failed job, which then completes', async () => {
    const job = await settled(await MailJob.performLater('bob@example.test'), 'failed');
    MailJob.broken = false;
    const { status } = await board.ask(`/jobs/api/queues/mails/${job.id}/retry`, {
      method: 'PUT',
    });
    expect(status).toBeLessThan(300);
    await settled(job, 'completed');
    expect((await shown(job)).returnValue).toBe('sent to bob@example.test');
  });

  onStore('promotes a delayed job', async () => {
    const job = await ReportJob.set({ wait: '1 hour' }).performLater('go');
    await board.ask(`/jobs/api/queues/reports/${job.id}/promote`, { method: 'PUT' });
    await settled(job, 'completed');
  });

  onStore('respects the lock of a unique job at a retry, and frees it at a removal', async () => {
    const first = await settled(await OnceJob.performLater('key'), 'failed');
    await worker?.stop();
    const second = await OnceJob.performLater('key');
    expect(second.enqueued).toBe(true);

    const refused = await board.ask(`/jobs/api/queues/mails/${first.id}/retry`, {
      method: 'PUT',
    });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(second.id);

    await board.ask(`/jobs/api/queues/mails/${second.id}/clean`, { method: 'PUT' });
    expect((await OnceJob.performLater('key')).enqueued).toBe(true);
  });

  onStore('frees the locks of unique jobs when it removes many at once', async () => {
    const put = async (what: string) => {
      const { status } = await board.ask(`/jobs/api/queues/mails/${what}`, { method: 'PUT' });
      expect(status).toBe(200);
    };
    await put('pause');
    for (const [wait, removal] of [
      ['1 hour', 'obliterate'],
      [0, 'obliterate'],
      [0, 'empty'],
    ] as const) {
      expect((await OnceJob.set({ wait }).performLater('many')).enqueued).toBe(true);
      expect((await OnceJob.performLater('many')).enqueued).toBe(false);
      await put(removal);
    }
    await put('resume');
  });

  onStore('enqueues a job that a human has put together', async () => {
    const add = (body: object) =>
      board.ask('/jobs/api/queues/reports/add', { method: 'POST', body });
    const { status, json } = await add({ name: 'ReportJob', data: ['go'], options: {} });
    expect(status).toBe(200);
    expect((json as { job: ShownJob }).job.data['arguments']).toEqual(['go']);

    const unknown = await add({ name: 'NoSuchJob', data: [], options: {} });
    expect([unknown.status, unknown.text]).toEqual([422, expect.stringContaining('ReportJob')]);
    const filtered = await add({ name: 'ReportJob', data: ['[FILTERED]'], options: {} });
    expect(filtered.status).toBe(422);
    const odd = await add({ name: 'ReportJob', data: ['go'], options: { attempts: 3 } });
    expect([odd.status, odd.text]).toEqual([422, expect.stringContaining('attempts')]);
  });

  onStore('takes the schema of a class for the form, and holds on to it', async () => {
    const { json } = await board.ask('/jobs/api/queues/reports/job-data-schema');
    // As bull-board's editor reads it, which otherwise sends nothing of what a human has written.
    const places = [{ type: 'string' }, { type: 'number' }];
    expect(json).toMatchObject({
      anyOf: expect.arrayContaining([
        expect.objectContaining({ title: 'CheckedJob', items: places, additionalItems: false }),
        { title: 'ReportJob', type: 'array' },
      ]) as unknown,
    });
    const body = { name: 'CheckedJob', data: ['a', 'no number'], options: {} };
    const refused = await board.ask('/jobs/api/queues/reports/add', { method: 'POST', body });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('CheckedJob')]);
  });

  onStore('retries all of a queue, and removes them in batches', async () => {
    await settled(await MailJob.performLater('carol@example.test'), 'failed');
    await worker?.stop();
    worker = undefined;
    const retry = await board.ask('/jobs/api/queues/mails/retry/failed', { method: 'PUT' });
    expect(retry.status).toBe(200);
    const counts = async () => (await queues()).find((each) => each.name === 'mails')?.counts;
    expect((await counts())?.['waiting']).toBeGreaterThan(0);
    await board.ask('/jobs/api/queues/mails/empty', { method: 'PUT' });
    expect((await counts())?.['waiting']).toBe(0);
  });
});
