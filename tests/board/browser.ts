import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  chromium,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import { installProgram } from '../support/install-program';

/** Kept for whoever wants to see what the tests saw. Git ignores it. */
const PICTURES = path.join(__dirname, '../.screenshots');

/** This machine may have no way out: Chromium shall not look for one. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Milliseconds until a page that does not come to be as expected is given up. */
const PATIENCE = 60_000;

/** A real browser, without a window. */
export class TestBrowser {
  readonly #context: BrowserContext;
  readonly #folder: string;
  /** What its pages complained of. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  /** Undefined, with a line that says so, where there is none and none can be installed. */
  static async open(options: BrowserContextOptions): Promise<TestBrowser | undefined> {
    const executablePath = installProgram({
      programs: ['chromium', 'chromium-browser', 'google-chrome'],
      packages: { 'apt-get': 'chromium' },
    });
    if (executablePath === undefined) {
      process.stderr.write('Chromium is not installed: the walk through the board is skipped.\n');
      return undefined;
    }
    await mkdir(PICTURES, { recursive: true });
    const folder = await mkdtemp(path.join(tmpdir(), 'drover-chromium-'));
    const context = await chromium.launchPersistentContext(folder, {
      ...{ executablePath, headless: true, args: FLAGS },
      viewport: { width: 1280, height: 800 },
      ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    return new TestBrowser(context, folder);
  }

  async page(): Promise<Page> {
    const page = await this.#context.newPage();
    page.on('pageerror', ({ message }) => this.complaints.push(message));
    page.on('dialog', (dialog) => {
      this.complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return page;
  }

  async close(): Promise<void> {
    await this.#context.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export async function picture(page: Page, name: string): Promise<void> {
  // bull-board loads its parts one after the other.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: false });
}
