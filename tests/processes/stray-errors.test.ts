import { entries } from '../support/journal';
import { waitFor } from '../support/wait-for';
import { LongJob } from './app/jobs/long.job';
import { ShortJob } from './app/jobs/short.job';
import { StrayJob } from './app/jobs/stray.job';
import { Crew } from './crew';

// Processes take a while to start on a busy machine.
jest.setTimeout(30_000);

let crew: Crew;
beforeEach(() => {
  crew = new Crew({ concurrency: 2 });
});
afterEach(() => crew.dismiss());

const doneBy = (jobId: string) =>
  waitFor(() => entries('done', { jobId })[0]?.pid, { what: 'the job to be done' });

test('a rejection nobody handles is logged and counted, and the process works on', async () => {
  const worker = await crew.start();
  const stray = await StrayJob.performLater('rejection');
  expect(await doneBy(stray.id)).toBe(worker.pid);
  const another = await StrayJob.performLater('rejection');
  await doneBy(another.id);
  const next = await ShortJob.performLater(1);
  expect(await doneBy(next.id)).toBe(worker.pid);

  const logged = worker.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { code?: string; msg: string; running: { id: string }[] })
    .filter(({ code }) => code === 'DROVER_STRAY_ERROR');
  expect(logged.map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/nobody awaits me.*the 1st in this process/),
    expect.stringContaining('the 2nd in this process'),
  ]);
  expect(logged[0]?.running).toEqual([expect.objectContaining({ id: stray.id })]);
});

test('an exception nobody catches: what runs is handed back, and the process exits 1', async () => {
  const worker = await crew.start();
  const long = await LongJob.performLater();
  await waitFor(() => entries('perform', { jobId: long.id }).length === 1);
  const stray = await StrayJob.performLater('exception');
  const { code, stdout } = await worker.exit;
  expect(code).toBe(1);
  expect(stdout).toMatch(/DROVER_STRAY_ERROR: Nobody caught Error \(nobody catches me\)/);
  expect(stdout).toContain('2 handed back');
  expect(await crew.queue.getWaitingCount()).toBe(2);

  const other = await crew.start();
  expect(await doneBy(stray.id)).toBe(other.pid);
  expect(await doneBy(long.id)).toBe(other.pid);
  const runs = entries('perform', { jobId: stray.id });
  expect(runs.map(({ executions }) => executions)).toEqual([1, 1]);
});
