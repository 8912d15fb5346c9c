import {
  close,
  configure,
  currentApplication,
  Job,
  performAllLater,
  queues,
  startWorker,
} from '@drover/core';
import { freePort } from '../support/free-port';
import { testRedisUrl, uniqueNamespace } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { OutcomeJob } from './app/jobs/outcome.job';
import { Crew } from './crew';

/** The values of a page by name and labels, the labels in order. */
function samples(page: string): Map<string, number> {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const sorted = labels.split(/,(?=\w+=)/).toSorted((a, b) => a.localeCompare(b));
      return [`${name}{${sorted.join()}}`, Number(value)];
    }),
  );
}

const EXPECTED = { completed: 5, retried: 1, snoozed: 1, discarded: 2, failed: 3 };

const enqueue = () =>
  performAllLater(
    (
      [
        'well',
        'well',
        'well',
        'busy',
        'snooze',
        'gone',
        'gone',
        'broken',
        'broken',
        'broken',
      ] as const
    ).map((how) => OutcomeJob.build(how)),
  );

const worked = () =>
  waitFor(
    async () => {
      const queue = (await queues()).find(({ name }) => name === 'outcomes');
      const { completed = 0, failed = 0 } = queue?.size ?? {};
      return completed + failed === 10;
    },
    { what: 'all jobs to end' },
  );

describe('/metrics', () => {
  let crew: Crew;
  let port: number;

  beforeEach(async () => {
    crew = new Crew({ concurrency: 3 });
    port = await freePort();
  });
  afterEach(() => crew.dismiss());

  const start = (...args: readonly string[]) =>
    crew.start('--health-port', String(port), '--health-host', '127.0.0.1', ...args);

  async function scrape(): Promise<Map<string, number>> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    return samples(await response.text());
  }

  test('tells what ran, by class, and how full the queues are', async () => {
    await start('-q', 'outcomes');
    await enqueue();
    await worked();
    await OutcomeJob.set({ wait: '1 hour' }).performLater('well');
    const found = await scrape();
    const runs = (outcome: string) =>
      found.get(`drover_job_runs_total{job="OutcomeJob",outcome="${outcome}",queue="outcomes"}`);
    for (const [outcome, count] of Object.entries(EXPECTED)) expect(runs(outcome)).toBe(count);
    const all = Object.values(EXPECTED).reduce((sum, count) => sum + count, 0);
    const of = 'job="OutcomeJob",queue="outcomes"';
    expect(found.get(`drover_job_duration_seconds_count{${of}}`)).toBe(all);
    expect(
      found.get(`drover_job_duration_seconds_bucket{job="OutcomeJob",le="+Inf",queue="outcomes"}`),
    ).toBe(all);
    expect(found.get('drover_queue_size{queue="outcomes",state="completed"}')).toBe(7);
    expect(found.get('drover_queue_size{queue="outcomes",state="failed"}')).toBe(3);
    expect(found.get('drover_queue_size{queue="outcomes",state="delayed"}')).toBe(1);
    expect(found.get('drover_queue_latency_seconds{queue="outcomes"}')).toBe(0);
  });

  test('of several processes tells of each, and of the queues once', async () => {
    await start('-q', 'outcomes', '--processes', '2');
    await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/ready`)).status === 200, {
      what: 'both processes to work',
    });
    await enqueue();
    await worked();
    const sums = (page: readonly [string, number][]) =>
      Object.keys(EXPECTED).map((outcome) =>
        page
          .filter(
            ([name]) => name.startsWith('drover_job_runs_total') && name.includes(`"${outcome}"`),
          )
          .reduce((total, [, value]) => total + value, 0),
      );
    // A process that is slow to answer is left out of the page.
    const found = await waitFor(async () => {
      const page = [...(await scrape())];
      expect(sums(page)).toEqual(Object.values(EXPECTED));
      return page;
    });
    const runs = found.filter(([name]) => name.startsWith('drover_job_runs_total'));
    expect(runs.every(([name]) => /process="[12]"/.test(name))).toBe(true);
    const failed = /queue="outcomes",state="failed"/;
    expect(found.filter(([name]) => failed.test(name))).toEqual([
      ['drover_queue_size{queue="outcomes",state="failed"}', 3],
    ]);
  });
});

class QuietJob extends Job {
  perform(): void {}
}

test('a worker in a server of one’s own has the same page', async () => {
  const store = testRedisUrl();
  configure({ store, namespace: uniqueNamespace(), jobs: [QuietJob], logLevel: 'silent' });
  const metrics = currentApplication().collectMetrics();
  expect(currentApplication().collectMetrics()).toBe(metrics);
  await startWorker({ queues: ['default'] });
  await QuietJob.performLater();
  await waitFor(async () => (await metrics.page()).text.includes('outcome="completed"'));
  const { text } = await metrics.page();
  expect(
    samples(text).get('drover_job_runs_total{job="QuietJob",outcome="completed",queue="default"}'),
  ).toBe(1);
  await close();
});
