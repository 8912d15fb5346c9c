import path from 'node:path';
import { performAllLater } from '@drover/core';
import { freePort } from '../support/free-port';
import { entries } from '../support/journal';
import { NodeProcess } from '../support/node-process';
import { probe } from '../support/probe';
import { waitFor } from '../support/wait-for';
import { ShortJob } from './app/jobs/short.job';
import { Crew } from './crew';

describe('at work', () => {
  let crew: Crew;
  let supervisor: NodeProcess;
  let port: number;

  async function start(options: object = {}, ...args: readonly string[]): Promise<void> {
    crew = new Crew({ concurrency: 2, ...options });
    port = await freePort();
    const health = ['--health-port', String(port), '--health-host', '127.0.0.1'];
    supervisor = await crew.start('--processes', '2', ...health, ...args);
    await waitFor(isReady, { what: 'both processes to work' });
  }

  afterEach(async () => {
    supervisor.kill('SIGTERM');
    await supervisor.exit;
    await crew.dismiss();
  });

  const isReady = async () => (await probe(port, '/ready'))?.status === 200;
  const enqueue = (count: number, milliseconds: number) =>
    performAllLater(Array.from({ length: count }, () => ShortJob.build(milliseconds)));
  /** Again and again, so that the process that is slower comes to work as well. Resolves to their number. */
  async function enqueueUntil(condition: () => boolean): Promise<number> {
    let count = 0;
    await waitFor(async () => {
      count += (await enqueue(10, 30)).length;
      return condition();
    });
    return count;
  }
  const done = (count: number) =>
    waitFor(() => entries('done').length === count, { what: `${count} jobs to be done` });
  const pids = () => entries('perform').map(({ pid }) => pid);

  async function children(): Promise<readonly number[]> {
    const answer = await waitFor(() => probe(port, '/ready'));
    return (answer.body['processes'] as { pid: number }[]).map(({ pid }) => pid);
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  test('both work, into one log that says which wrote a line; SIGTERM stops both, and it exits 0', async () => {
    await start();
    const both = await children();
    const count = await enqueueUntil(() => new Set(pids()).size === 2);
    await done(count);
    expect(new Set(pids())).toEqual(new Set(both));
    expect(pids()).not.toContain(supervisor.pid);
    const lines = supervisor.stdout.trim().split('\n');
    const working = lines.filter((line) => line.includes('Working default'));
    const numbers = working.map((line) => (JSON.parse(line) as { process: number }).process);
    expect(new Set(numbers)).toEqual(new Set([1, 2]));

    supervisor.kill('SIGTERM');
    expect(await supervisor.exit).toMatchObject({ code: 0, stderr: '' });
    expect(both.filter(isAlive)).toEqual([]);
  });

  test('kill -9 of one: another takes its place, and no job is lost', async () => {
    await start({ lockDuration: 2000, stalledInterval: 1000 });
    const [doomed = 0, other = 0] = await children();
    const before = await enqueueUntil(() => entries('done', { pid: doomed }).length > 5);
    process.kill(doomed, 'SIGKILL');
    await waitFor(async () => (await isReady()) && !(await children()).includes(doomed), {
      what: 'another to take its place',
    });
    const [successor = 0] = (await children()).filter((pid) => pid !== other);
    const after = await enqueueUntil(() => pids().includes(successor));
    await waitFor(async () => (await crew.queue.getCompletedCount()) === before + after, {
      what: 'all jobs to be done',
    });
    expect(new Set(entries('done').map(({ jobId }) => jobId)).size).toBe(before + after);
    expect(supervisor.stdout).toContain(`(pid ${doomed}) was ended by SIGKILL`);
  });

  test.each(['SIGUSR2', 'SIGHUP'] as const)(
    'on %s it replaces both while jobs go on: none is lost or repeated, and never works less than two',
    async (signal) => {
      await start();
      const old = await children();
      const whys: unknown[] = [];
      supervisor.kill(signal);
      let count = 0;
      while (!supervisor.stdout.includes('Every process was restarted')) {
        count += (await enqueue(4, 30)).length;
        whys.push((await probe(port, '/ready'))?.body['why'] ?? '');
      }
      await done(count);
      // A machine that is slow for a second makes a process slow to answer, and no less there.
      expect(whys.filter((why) => /died|starting|quiet|stopping/.test(String(why)))).toEqual([]);
      expect(entries('perform')).toHaveLength(count);
      expect((await children()).filter((pid) => old.includes(pid))).toEqual([]);
      expect(old.filter(isAlive)).toEqual([]);
    },
  );

  test('a signal to the whole group, which it passes on as well, waits for what runs', async () => {
    await start();
    await enqueue(4, 1500);
    await waitFor(() => entries('perform').length === 4, { what: 'the jobs to run' });
    for (const pid of [...(await children()), supervisor.pid]) process.kill(pid, 'SIGTERM');
    expect(await supervisor.exit).toMatchObject({ code: 0 });
    expect(entries('done')).toHaveLength(4);
  });

  test('a second SIGTERM does not wait', async () => {
    await start();
    await enqueue(4, 60_000);
    await waitFor(() => entries('perform').length === 4, { what: 'the jobs to run' });
    supervisor.kill('SIGTERM');
    await waitFor(async () => !(await isReady()), { what: 'the first to be heard' });
    const before = performance.now();
    supervisor.kill('SIGTERM');
    expect(await supervisor.exit).toMatchObject({ code: 0 });
    expect(performance.now() - before).toBeLessThan(15_000);
    expect(await crew.queue.getWaitingCount()).toBe(4);
  });

  test('SIGTSTP makes both fetch no more, and it is not ready', async () => {
    await start();
    supervisor.kill('SIGTSTP');
    const bothAreQuiet = /process 1: quiet.*process 2: quiet/;
    await waitFor(
      async () => bothAreQuiet.test(String((await probe(port, '/ready'))?.body['why'])),
      {
        what: 'the quiet',
      },
    );
    expect((await probe(port, '/ready'))?.status).toBe(503);
    expect((await probe(port, '/live'))?.status).toBe(200);
  });

  test('without their supervisor they stop by themselves', async () => {
    await start();
    const both = await children();
    supervisor.kill('SIGKILL');
    await waitFor(() => both.every((pid) => !isAlive(pid)), { what: 'both to end' });
    expect(entries('perform')).toEqual([]);
  });
});

test('a wrong configuration stops it with 1, rather than being tried for ever', async () => {
  const options = { cwd: path.join(__dirname, 'app'), env: { APP_OPTIONS: '{"concurrency":0}' } };
  const wrong = await NodeProcess.drover(['work', '--processes', '2'], options).exit;
  expect(wrong).toMatchObject({ code: 1 });
  expect(wrong.stderr).toContain('concurrency: expected a whole number from 1, got 0');
  expect(wrong.stdout).toContain('would do so again');
});

test('a store that only one process can have is refused', async () => {
  const options = { cwd: path.join(__dirname, 'app'), env: { APP_OPTIONS: '{}' } };
  const wrong = await NodeProcess.drover(['work', '--processes', '2'], options).exit;
  expect(wrong).toMatchObject({ code: 1 });
  expect(wrong.stderr).toMatch(/--processes.*a store that several processes can share/);
});
