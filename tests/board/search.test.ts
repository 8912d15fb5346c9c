import {
  buildApplication,
  currentApplication,
  overrideApplication,
  startWorker,
  type Job,
} from '@drover/core';
import { stageOn, type StoreName, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { JOBS, MailJob, OnceJob, ReportJob } from './jobs';
import { aProcess } from './a-process';
import { BoardStage } from './stage';

describe.each<StoreName>(['redis', 'embedded', 'postgres'])('our own pages on %s', (name) => {
  let store: StoreStage | undefined;
  let board: BoardStage;

  beforeAll(async () => {
    MailJob.broken = true;
    store = await stageOn(name, { jobs: JOBS, logLevel: 'silent', queues: ['mails', 'reports'] });
    board = await BoardStage.open({ authorize: () => 'write' });
    if (!store) return;
    for (const to of ['ada', 'bob', '<b>carol</b>'])
      await MailJob.performLater(`${to}@example.test`, { password: 'correct horse' });
    await ReportJob.performLater('refuse');
    const worker = await startWorker({ queues: ['mails', 'reports'] });
    const sizeOf = async (queue: string) =>
      (await store?.app.adapter.inspect?.().look(queue))?.size;
    await waitFor(async () => (await sizeOf('mails'))?.failed === 3);
    await waitFor(async () => (await sizeOf('reports'))?.completed === 1);
    await worker.stop();
  });

  afterAll(async () => {
    await board.close();
    await store?.close();
  });

  /** A machine without the store has said so on its standard error. */
  const onStore = (what: string, run: () => Promise<void>) =>
    test(what, async () => store && run());

  const page = async (path: string) => {
    const { status, text } = await board.ask(`/jobs/${path}`);
    expect(status).toBe(200);
    return text;
  };

  onStore('a search finds by class, argument, error, state and time', async () => {
    expect(await page('search?name=mailjob&argument=ADA@')).toContain('ada@example.test');
    expect(await page('search?argument=ada@')).not.toContain('bob@example.test');
    expect(await page('search?error=cannot+reach+bob')).toContain('bob@example.test');
    expect(await page('search?state=failed&queue=mails')).toContain('Looked at 3 jobs.');
    expect(await page('search?state=completed')).toContain('ReportJob · discarded');
    expect(await page('search?to=2020-01-01T00:00')).toContain('None that fits.');
    expect(await page('search?from=2020-01-01T00:00')).toContain('ada@example.test');
  });

  onStore(
    'a search shows script as text, and neither shows nor finds what is filtered',
    async () => {
      const found = await page('search?argument=carol');
      expect(found).toContain('&lt;b&gt;carol&lt;/b&gt;');
      expect(found).not.toMatch(/<b>|correct horse/);
      expect(await page('search?argument=correct+horse')).toContain('None that fits.');
      expect(await page('search?error=correct+horse')).toContain('None that fits.');
    },
  );

  onStore('a search goes on where it stopped', async () => {
    const first = await page('search?state=failed&atQueue=mails&atState=failed&at=2');
    expect(first).toContain('Looked at 1 jobs.');
    expect(await page('search?atQueue=mails&atState=nonsense&at=-1')).toContain('MailJob');
  });

  onStore('what is chosen is retried, deleted, or run now', async () => {
    const delayed = await ReportJob.set({ wait: '1 hour' }).performLater('go');
    const act = (action: string, job: string) =>
      board.ask('/jobs/search', { method: 'POST', form: { action, job, back: 'name=x' } });
    const promoted = await act('promote', `reports/${delayed.id}`);
    expect([promoted.status, promoted.headers.location]).toEqual([
      303,
      '/jobs/search?name=x&did=promote&count=1',
    ]);
    expect((await delayed.status()).state).toBe('waiting');
    await act('delete', `reports/${delayed.id}`);
    expect((await delayed.status()).state).toBe('unknown');
    const [failed] = await currentApplication().operations.failedJobs({ queue: 'mails' });
    expect((await act('retry', `mails/${failed!.id}`)).headers.location).toContain('count=1');
    expect((await act('retry', 'no-such-queue/x')).headers.location).toContain('count=0');
    expect((await act('obliterate', 'mails/x')).status).toBe(400);
  });

  onStore(
    'many are chosen at once, and the locks of unique jobs are respected and freed',
    async () => {
      const act = async (action: string, jobs: readonly Job[]) => {
        const job = jobs.map(({ id, queueName }) => `${queueName}/${id}`);
        const form = { action, job, back: 'name=x' };
        return (await board.ask('/jobs/search', { method: 'POST', form })).headers.location;
      };
      const failed = await OnceJob.performLater('key');
      const worker = await startWorker({ queues: ['mails'] });
      await waitFor(async () => (await failed.status()).state === 'failed');
      await worker.stop();
      const newer = [await OnceJob.performLater('key'), await OnceJob.performLater('other')];
      expect(await act('retry', [failed])).toContain('did=conflict&count=1');
      expect(await act('delete', newer)).toContain('did=delete&count=2');
      expect(await act('retry', [failed])).toContain('did=retry&count=1');
      expect(await OnceJob.performLater('key')).toMatchObject({ duplicateOf: failed.id });
      const later = OnceJob.set({ wait: '1 hour' });
      const delayed = [await later.performLater('a'), await later.performLater('b')];
      expect(await act('promote', delayed)).toContain('did=promote&count=2');
      await act('delete', [failed, ...delayed]);
      expect((await OnceJob.set({ wait: '1 hour' }).performLater('key')).enqueued).toBe(true);
      await currentApplication().operations.queue('mails').clear({ delayed: true });
    },
  );

  onStore('locks are shown and released', async () => {
    const job = await OnceJob.set({ wait: '1 hour' }).performLater('key');
    const [lock] = await currentApplication().operations.locks();
    expect(await page('locks')).toContain(job.id);
    const form = { key: lock!.key, kind: lock!.kind };
    const released = await board.ask('/jobs/locks/release', { method: 'POST', form });
    expect(released.headers.location).toBe('/jobs/locks?did=release&count=1');
    expect(await page('locks')).toContain('No lock is held.');
    expect((await board.ask('/jobs/locks/release', { method: 'POST', form: {} })).status).toBe(400);
  });

  onStore('a process is told to become quiet, or to stop, and which one is on record', async () => {
    const directory = currentApplication().adapter.processes?.();
    await directory?.beat(aProcess('old-box:42:abc'), 60_000);
    const actions: unknown[] = [];
    const end = currentApplication().events.on('boardAction', (event) => actions.push(event));
    const tell = (command: string, id: string) =>
      board.ask(`/jobs/processes/${command}`, { method: 'POST', form: { id } });

    expect((await tell('quiet', 'old-box:42:abc')).headers.location).toBe(
      '/jobs/processes?did=quiet',
    );
    expect(await page('processes')).toContain('told to quiet');
    expect((await tell('stop', 'old-box:42:abc')).status).toBe(303);
    expect(await page('processes')).not.toContain('<button>');
    const gone = await tell('stop', 'old-box:41:000');
    expect([gone.status, gone.text]).toEqual([404, expect.stringContaining('it has ended')]);
    expect((await tell('kill', 'old-box:42:abc')).status).toBe(404);
    await waitFor(() => actions.length === 4);
    end();
    expect(actions.slice(1, 3)).toMatchObject([
      { action: 'processes stop', name: 'old-box:42:abc', status: 303 },
      { action: 'processes stop', name: 'old-box:41:000', status: 404 },
    ]);
    await directory?.remove('old-box:42:abc');
  });

  onStore('statistics are there for monitors, metrics and processes for humans', async () => {
    const { json } = await board.ask('/jobs/api/stats');
    expect(json).toMatchObject({
      jobs: { failed: expect.any(Number), completed: 1 },
      queues: expect.arrayContaining([expect.objectContaining({ name: 'mails', paused: false })]),
      processes: [],
    });
    expect(await page('metrics')).toContain('<td>ReportJob</td>');
    expect(await page('processes')).toContain('No worker process.');
    expect(await page('schedule')).toContain('Nothing recurs.');
    const unknown = { method: 'POST', form: { name: 'no-such-entry' } };
    expect((await board.ask('/jobs/schedule/run', unknown)).status).toBe(422);
    expect((await board.ask('/jobs/schedule/explode', unknown)).status).toBe(404);
  });
});

test('pages for which an adapter has nothing are absent', async () => {
  const store = await stageOn('redis', { jobs: JOBS, logLevel: 'silent' });
  const board = await BoardStage.open({ authorize: () => 'write' });
  const whole = currentApplication().adapter;
  const lacking = new Proxy(whole, {
    get: (target, key) => {
      if (key === 'schedule' || key === 'locks') return undefined;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const application = buildApplication({ adapter: lacking });
  overrideApplication(() => application);
  try {
    for (const path of ['/', '/processes']) {
      const { status, text } = await board.ask(`/jobs${path}`);
      expect([status, text]).toEqual([200, expect.stringMatching(/Processes.*Search.*Metrics/s)]);
      expect(text).not.toMatch(/Schedule|Locks/);
    }
    for (const path of ['/schedule', '/locks'])
      expect((await board.ask(`/jobs${path}`)).status).toBe(404);
    const form = { key: 'inbox', kind: 'lock' };
    const released = await board.ask('/jobs/locks/release', { method: 'POST', form });
    expect(released.status).toBe(404);
  } finally {
    overrideApplication(() => undefined);
    await board.close();
    await store?.close();
  }
});
