import { read, write } from '../support/database';
import { StartImportJob } from './app/jobs/intercom/start-import.job';
import type { ImportRun, Trouble } from './app/jobs/intercom/import.job';
import { waitFor } from '../support/wait-for';
import { RedisStage } from './support/redis-stage';
import { about, expectRuns } from './support/expect-runs';
import { entries } from '../support/journal';

const MINUTE = 60_000;
const PAGES = 25;

const stage = new RedisStage();
beforeAll(() => stage.open());
afterAll(() => stage.close());

let imports = 0;
const newImport = (trouble?: Trouble): ImportRun => {
  imports += 1;
  return {
    importId: `import-${imports}`,
    runId: `run-${imports}`,
    pages: PAGES,
    ...(trouble && { trouble }),
  };
};

const runs = ({ importId }: ImportRun, name = 'ContactsPageJob') =>
  entries('perform', { importId, name });
const pagesRun = (run: ImportRun) => runs(run).map(({ page }) => page);
const pagesImported = ({ importId }: ImportRun) =>
  entries('page imported', { importId }).map(({ page }) => page);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('the pages follow one another, each imported once, and then the conversations', async () => {
  const run = newImport();
  await StartImportJob.performLater(run);
  await stage.settle();

  expect(pagesRun(run)).toEqual(upTo(PAGES));
  expect(pagesImported(run)).toEqual(upTo(PAGES));
  expect(runs(run, 'ConversationsPageJob')).toHaveLength(1);
});

test('every job of the chain is on the queue of its parent class', async () => {
  const run = newImport();
  await StartImportJob.performLater(run);
  await stage.settle();

  const all = entries('perform', { importId: run.importId });
  expect(all).toHaveLength(1 + PAGES + 1);
  expect(new Set(all.map(({ queue }) => queue))).toEqual(new Set(['low']));
});

test('a page that is rate limited four times runs five times, and the import succeeds', async () => {
  const run = newImport({ page: 3, error: 'rate limit', times: 4 });
  await StartImportJob.performLater(run);
  await stage.settle();

  const [first] = entries('perform', { importId: run.importId, page: 3 });
  expectRuns(
    stage,
    { id: first?.jobId ?? '' },
    Array.from({ length: 4 }, () => about(MINUTE)),
  );
  expect(pagesImported(run)).toEqual(upTo(PAGES));
  expect(runs(run, 'ConversationsPageJob')).toHaveLength(1);
  expect(entries('import failed', { importId: run.importId })).toEqual([]);
});

test('three client errors fail the import once, and the chain stops', async () => {
  const run = newImport({ page: 3, error: 'client', times: 3 });
  await StartImportJob.performLater(run);
  await stage.settle();

  expect(pagesRun(run)).toEqual([1, 2, 3, 3, 3]);
  expect(entries('import failed', { importId: run.importId })).toHaveLength(1);
  expect(await stage.dead()).toEqual([]);
});

test('a new run makes the one before it stop after the page it is on', async () => {
  const run = newImport({ page: 12, holds: true });
  await StartImportJob.performLater(run);
  await waitFor(() => pagesRun(run).includes(12), { what: 'page 12 to run' });

  write(`current run of ${run.importId}`, 'a newer run');
  write(`release ${run.runId}`, true);
  await stage.settle();

  expect(pagesRun(run)).toEqual(upTo(12));
  expect(runs(run, 'ConversationsPageJob')).toEqual([]);
  expect(read(`current run of ${run.importId}`)).toBe('a newer run');
});

test('a process killed in the middle of a page delays the import and breaks nothing', async () => {
  const run = newImport({ page: 10, holds: true });
  await StartImportJob.performLater(run);
  const [held] = await waitFor(
    () => nonEmpty(entries('perform', { importId: run.importId, page: 10 })),
    {
      what: 'page 10 to run',
    },
  );
  const killed = stage.workers.find(({ pid }) => pid === held?.pid);
  killed?.kill('SIGKILL');
  expect((await killed?.exit)?.signal).toBe('SIGKILL');
  await stage.settle();

  expect(pagesRun(run)).toEqual([...upTo(10), ...upTo(PAGES).slice(9)]);
  expect(pagesImported(run)).toEqual(upTo(PAGES));
  expect(runs(run, 'ConversationsPageJob')).toHaveLength(1);
  const tens = entries('perform', { importId: run.importId, page: 10 });
  expect(tens.map(({ executions }) => executions)).toEqual([1, 1]);
  expect(tens[1]?.pid).not.toBe(killed?.pid);
});

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
