import { basicAuth } from '@drover/board';
import { Cron, Job, startWorker, type Worker } from '@drover/core';
import type { Page } from 'playwright-core';
import { stageOn, type StoreStage } from '../locks/every-store';
import { waitFor } from '../support/wait-for';
import { picture, TestBrowser } from './browser';
import { JOBS, MailJob, OnceJob, ReportJob } from './jobs';
import { BoardStage } from './stage';

@Cron('0 3 * * *')
class NightlyJob extends Job {
  perform(): void {}
}

const WRITER = { username: 'ada', password: 'correct horse' };
const READER = { username: 'bob', password: 'only looks' };

/** What buttons and menu items say that change something. */
const CHANGES =
  /retry|promote|clean|pause|add job|concurrency|rate limit|empty|obliterate|run now|disable|quiet|stop|release|delete/i;

let store: StoreStage | undefined;
let board: BoardStage;
let worker: Worker | undefined;
let failed: Job;
let delayed: Job;

beforeAll(async () => {
  MailJob.broken = true;
  store = await stageOn('redis', { jobs: [...JOBS, NightlyJob], logLevel: 'silent' });
  board = await BoardStage.open({
    authorize: basicAuth([
      { user: 'ada', password: WRITER.password },
      { user: 'bob', password: READER.password, access: 'read' },
    ]),
  });
  worker = await startWorker({ queues: ['mails', 'reports'] });
  failed = await MailJob.performLater('ada@example.test');
  delayed = await ReportJob.set({ wait: '1 hour' }).performLater('go');
  await OnceJob.set({ wait: '1 hour' }).performLater('key');
  await waitFor(async () => (await failed.status()).state === 'failed');
});

afterAll(async () => {
  await worker?.stop();
  await board?.close();
  await store?.close();
});

/** Pages, and what is on each of them once it is there. */
const pages = (): readonly (readonly [path: string, text: string])[] => [
  ['/', 'reports'],
  ['/queue/mails?status=failed', failed.id],
  ['/queue/reports?status=delayed', delayed.id],
  [`/queue/mails/${failed.id}?status=failed`, 'Cannot reach'],
  [`/queue/reports/${delayed.id}?status=delayed`, 'scheduled in'],
  ['/schedule', 'At 03:00'],
  ['/processes', 'working'],
  ['/locks', 'OnceJob'],
  ['/search?state=failed', 'MailJob'],
];

async function offered(to: typeof WRITER): Promise<Record<string, readonly string[]> | undefined> {
  const browser = await TestBrowser.open({ httpCredentials: to });
  if (!browser) return undefined;
  const page = await browser.page();
  const found: Record<string, readonly string[]> = {};
  for (const [path, text] of pages()) {
    await page.goto(`${board.url}/jobs${path}`);
    await page.getByText(text).first().waitFor();
    // bull-board loads its parts one after the other.
    await page.waitForLoadState('networkidle');
    found[path.replaceAll(/[\da-f-]{36}/g, ':id')] = await changesOn(page);
    if (path.startsWith('/queue/mails?')) await picture(page, `failed-${to.username}`);
  }
  await browser.close();
  return found;
}

async function changesOn(page: Page): Promise<readonly string[]> {
  const texts = await page.getByRole('button').allInnerTexts();
  // The buttons of a job are pictures without names.
  const icons = await page.locator('button[class*="button-GXX8BV"]:visible').count();
  for (const trigger of await page.locator('button[aria-haspopup="menu"]').all()) {
    await trigger.click();
    await page.getByRole('menuitem').first().waitFor();
    texts.push(...(await page.getByRole('menuitem').allInnerTexts()));
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
  }
  const checkboxes = await page.getByRole('checkbox').count();
  return [
    ...texts.filter((text) => CHANGES.test(text)),
    ...Array.from({ length: icons }, () => 'icon'),
    ...Array.from({ length: checkboxes }, () => 'checkbox'),
  ];
}

test('a writer is offered changes on every page, and a reader on none', async () => {
  const toWriter = await offered(WRITER);
  if (!toWriter) return;
  const icons = (count: number) => Array.from({ length: count }, () => 'icon');
  expect(toWriter).toMatchObject({
    '/': expect.arrayContaining(['Pause all', 'Add job', 'Obliterate']),
    '/queue/mails?status=failed': expect.arrayContaining(['Retry all', 'Clean all', ...icons(3)]),
    '/queue/reports?status=delayed': expect.arrayContaining(['Promote all', 'Add job']),
    '/queue/mails/:id?status=failed': icons(3),
    '/queue/reports/:id?status=delayed': icons(4),
    '/schedule': ['Run now', 'Disable'],
    '/processes': ['Quiet', 'Stop'],
    '/locks': ['Release'],
    '/search?state=failed': ['Retry', 'Run now', 'Delete', 'checkbox'],
  });
  const toReader = (await offered(READER)) ?? {};
  expect(Object.keys(toReader)).toEqual(Object.keys(toWriter));
  expect(Object.values(toReader).flat()).toEqual([]);
}, 180_000);
