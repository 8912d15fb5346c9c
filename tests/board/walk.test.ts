import { basicAuth } from '@drover/board';
import { Cron, Job, schedule, startWorker, type Worker } from '@drover/core';
import type { Queue } from 'bullmq';
import type { Locator, Page } from 'playwright-core';
import { stageOn, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { aProcess } from './a-process';
import { picture, TestBrowser } from './browser';
import { CheckedJob, JOBS, MailJob, OnceJob, ReportJob } from './jobs';
import { BoardStage } from './stage';

@Cron('0 3 * * *', { tz: 'Europe/Berlin', description: 'What happened yesterday' })
class NightlyJob extends Job {
  static runs = 0;

  async perform(): Promise<void> {
    NightlyJob.runs += 1;
  }
}

const SCRIPT = '<script>alert("boo")</script><img src=x onerror=alert(1)>';

const WRITER = { username: 'ada', password: 'correct horse' };
const READER = { username: 'bob', password: 'only looks' };

let store: StoreStage | undefined;
let board: BoardStage;
let worker: Worker | undefined;

beforeAll(async () => {
  store = await stageOn('redis', { jobs: [...JOBS, NightlyJob], logLevel: 'silent' });
  board = await BoardStage.open({
    title: 'Helpdesk',
    authorize: basicAuth([
      { user: 'ada', password: 'correct horse' },
      { user: 'bob', password: 'only looks', access: 'read' },
    ]),
  });
  worker = await startWorker({ queues: ['mails', 'reports', 'default'] });
  await MailJob.performLater(SCRIPT, { password: 'hunter22' });
  await OnceJob.performLater('key');
  await ReportJob.performLater('go');
  await ReportJob.performLater('refuse');
  await ReportJob.performLater('retry');
  await waitFor(async () => (await schedule.list()).length === 1);
});

afterAll(async () => {
  await worker?.stop();
  await board?.close();
  await store?.close();
});

describe.each(['light', 'dark'] as const)('in a %s browser', (colorScheme) => {
  let browser: TestBrowser | undefined;
  let page: Page;

  beforeAll(async () => {
    MailJob.broken = true;
    browser = await TestBrowser.open({ colorScheme, httpCredentials: WRITER });
    if (browser) page = await browser.page();
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
  });

  /** A machine without a browser has said so on its standard error. */
  const inBrowser = (what: string, run: (page: Page) => Promise<void>) =>
    // oxlint-disable-next-line jest/expect-expect -- the assertions are in what is run
    test(what, async () => browser && run(page));

  const open = (path: string) => page.goto(`${board.url}/jobs${path}`);
  const shoot = (name: string) => picture(page, `${name}-${colorScheme}`);
  const see = (text: string) => page.getByText(text).first().waitFor();

  inBrowser('a user signs in and sees the queues and their counts', async () => {
    await open('/');
    await see('reports');
    await see('mails');
    await shoot('queues');
  });

  inBrowser('opens a failed job, and reads its arguments and its error as text', async () => {
    const job = await MailJob.performLater(SCRIPT, { password: 'hunter22' });
    await waitFor(async () => (await job.status()).state === 'failed');
    await open('/queue/mails?status=failed');
    await see('MailJob');
    await shoot('failed');
    await open(`/queue/mails/${job.id}`);
    await see('Cannot reach <script>');
    await page.getByRole('tab', { name: 'Data' }).click();
    await see('arguments');
    await see('no rule gives it another run');
    await shoot('job');
    expect(await page.content()).not.toContain('hunter22');
  });

  inBrowser('reads script in the log of a job as text', async () => {
    const job = await ReportJob.performLater('refuse', SCRIPT);
    await waitFor(async () => (await job.status()).state === 'discarded');
    await open(`/queue/reports/${job.id}?status=completed`);
    await page.getByRole('tab', { name: 'Logs' }).click();
    await see('due to Refused: <script>');
    await shoot('logs');
  });

  inBrowser('reads script in the name of a job as text, on every page that has it', async () => {
    const queue = (await store!.app.adapter.nativeQueue!('mails')) as Queue;
    const job = await queue.add(SCRIPT, {}, { delay: 3_600_000 });
    for (const path of [
      '/queue/mails?status=delayed',
      `/queue/mails/${job.id}`,
      '/search?name=boo',
    ]) {
      await open(path);
      await see('<script>alert("boo")');
    }
    await job.remove();
  });

  inBrowser('retries it, and sees it complete', async () => {
    MailJob.broken = true;
    const job = await MailJob.performLater('carol@example.test');
    await waitFor(async () => (await job.status()).state === 'failed');
    MailJob.broken = false;
    await open(`/queue/mails/${job.id}?status=failed`);
    await see('carol@example.test');
    await firstAction(page).click();
    await confirm(page);
    await waitFor(async () => (await job.status()).state === 'completed');
    await open(`/queue/mails/${job.id}`);
    await see('carol@example.test');
    await shoot('completed');
  });

  inBrowser('promotes a delayed job', async () => {
    const job = await ReportJob.set({ wait: '1 hour' }).performLater('go');
    await open(`/queue/reports/${job.id}?status=delayed`);
    await see('scheduled in');
    await shoot('delayed');
    await firstAction(page).click();
    await confirm(page);
    await waitFor(async () => (await job.status()).state === 'completed');
  });

  inBrowser('sees for what a job waits, as a tree', async () => {
    const after = [ReportJob.set({ wait: '1 hour' }).build('go'), ReportJob.build('go')];
    const waiting = await ReportJob.set({ after }).performLater('go');
    await waitFor(async () => (await waiting.batch()).pending === 1);
    await open(`/queue/reports/${waiting.id}?status=waiting-children`);
    await see('waits for 1 job');
    await see('1 unfinished');
    for (const { id } of [waiting, ...after]) await see(id.slice(-8));
    await shoot('batch');
    await Promise.all([waiting.cancel(), after[0]?.cancel()]);
  });

  inBrowser('enqueues a job with the form for it, which knows the schemas of classes', async () => {
    await open('/queue/reports?status=delayed');
    await see('ReportJob');
    // What is told of it stands in a dialog, too.
    const dialog = page.getByRole('dialog').filter({ has: page.locator('form') });
    const openForm = async () => {
      const soon = { timeout: 4000 };
      // Now and then bull-board opens nothing at the click; a human clicks again.
      await waitFor(async () => {
        if (await dialog.isVisible()) return true;
        await page.keyboard.press('Escape');
        await page.locator('button[aria-haspopup="menu"]').last().click(soon);
        await page.getByRole('menuitem', { name: 'Add job' }).click(soon);
        await dialog.waitFor(soon);
        return dialog.getByLabel('Job name').isEditable(soon);
      });
    };
    // Opened while it closes, it would be closed again.
    const closed = () => dialog.waitFor({ state: 'detached' });
    const submit = async (name: string, args: string) => {
      await openForm();
      await dialog.getByLabel('Job name').fill(name);
      const editor = dialog.locator('.cm-content').first();
      const sent = dialog.locator('input[name="jobData"]');
      await waitFor(async () => {
        // Not typed: it would close brackets by itself, and the dialog may take its focus.
        if ((await editor.textContent()) !== args) await editor.fill(args);
        // What is sent follows the text with the next move of the caret.
        for (const key of ['Home', 'End']) await editor.press(key);
        return (await sent.inputValue()) === args;
      });
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await closed();
    };
    // When the schemas come, the form is laid out anew, and what was filled in is gone.
    const schemas = page.waitForResponse(/job-data-schema/);
    await openForm();
    await (await schemas).finished();
    await shoot('add-job');
    await page.keyboard.press('Escape');
    await closed();
    await submit('CheckedJob', '["much", "more"]');
    await see('Not done');
    await see('expected number');
    await shoot('not-added');
    // It goes by itself: what comes next shall not begin while it does.
    await page.getByText('Not done').waitFor({ state: 'detached' });
    await submit('CheckedJob', '["much", 4]');
    await waitFor(async () => CheckedJob.got.at(-1)?.[1] === 4);
  });

  inBrowser('runs an entry of the schedule now, and lets it rest', async () => {
    const before = NightlyJob.runs;
    await open('/schedule');
    await see('At 03:00');
    await page.getByRole('button', { name: 'Run now' }).click();
    await see('Enqueued.');
    await waitFor(() => NightlyJob.runs > before);
    await page.getByRole('button', { name: 'Disable' }).click();
    await see('Disabled, also after the next deploy.');
    await shoot('schedule');
    await page.getByRole('button', { name: 'Enable' }).click();
    await see('Enabled.');
  });

  inBrowser('finds jobs by what they were given, and deletes them', async () => {
    const job = await ReportJob.set({ wait: '1 hour' }).performLater('go');
    await open('/search?name=report&state=delayed');
    await see('ReportJob');
    await shoot('search');
    await page.getByRole('checkbox', { name: job.id }).check();
    await page.getByRole('button', { name: 'Delete' }).click();
    await see('Deleted 1 job.');
    expect((await job.status()).state).toBe('unknown');
  });

  inBrowser('tells a process to become quiet, and then to stop', async () => {
    const directory = store!.app.adapter.processes!();
    await directory.beat(aProcess('old-box:42:abc'), 60_000);
    await open('/processes');
    const row = page.getByRole('row', { name: 'old-box' });
    await row.getByRole('button', { name: 'Quiet' }).click();
    await see('The process will fetch no more');
    await row.getByText('told to quiet').waitFor();
    await shoot('processes');
    await row.getByRole('button', { name: 'Stop' }).click();
    await see('The process will stop');
    expect(await row.getByRole('button').count()).toBe(0);
    expect(await directory.beat(aProcess('old-box:42:abc'), 60_000)).toBe('stop');
    await directory.remove('old-box:42:abc');
  });

  inBrowser('calls the stop of a supervised process a restart', async () => {
    const directory = store!.app.adapter.processes!();
    await directory.beat({ ...aProcess('old-box:43:abc'), supervised: true }, 60_000);
    await open('/processes');
    const row = page.getByRole('row', { name: 'old-box' });
    await row.getByRole('button', { name: 'Restart' }).click();
    await row.getByText('told to restart').waitFor();
    await directory.remove('old-box:43:abc');
  });

  inBrowser('sees processes, locks and metrics', async () => {
    await open('/processes');
    await see('working');
    await OnceJob.set({ wait: '1 hour' }).performLater(`locked-${colorScheme}`);
    await open('/locks');
    await see('OnceJob');
    await shoot('locks');
    await open('/metrics');
    await see('By class and queue');
    await shoot('metrics');
  });

  inBrowser('finds the pages in the menu of the queues', async () => {
    await open('/');
    await see('reports');
    await page.locator('button[aria-haspopup="menu"]').first().click();
    await page.getByRole('menuitem', { name: 'Search' }).waitFor();
    await shoot('menu');
    await page.getByRole('menuitem', { name: 'Search' }).click();
    await page.waitForURL(`${board.url}/jobs/search`);
  });

  inBrowser('meets no script of a job, and no page that fails', async () => {
    expect(browser?.complaints).toEqual([]);
  });
});

describe('who may not', () => {
  test('is refused as a reader, and without a password', async () => {
    const reader = await TestBrowser.open({ httpCredentials: READER });
    if (!reader) return;
    const page = await reader.page();
    await page.goto(`${board.url}/jobs/schedule`);
    await page.getByText('At 03:00').waitFor();
    expect(await page.getByRole('button', { name: 'Run now' }).count()).toBe(0);
    const answer = await page.evaluate(async () => {
      const { status } = await fetch('api/queues/mails/pause', { method: 'PUT' });
      return status;
    });
    expect(answer).toBe(403);
    await reader.close();

    const stranger = await TestBrowser.open({
      httpCredentials: { username: 'eve', password: 'guessed' },
    });
    const closed = await stranger!.page();
    const response = await closed.goto(`${board.url}/jobs/`);
    expect(response?.status()).toBe(401);
    await picture(closed, 'refused');
    await stranger!.close();
  });
});

/** The first of the buttons of a job: to retry a failed one, to promote a delayed one. They have no names. */
function firstAction(page: Page): Locator {
  return page.locator('button[class*="button-GXX8BV"]').first();
}

/** bull-board asks before it changes something. */
async function confirm(page: Page): Promise<void> {
  await page.getByRole('alertdialog').getByRole('button', { name: 'Confirm' }).click();
}
