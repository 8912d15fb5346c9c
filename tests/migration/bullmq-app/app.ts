import { appendFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

// What the jobs of the application do takes a moment, and is written down.

export async function deliver(to: string, template: string): Promise<void> {
  if (to.startsWith('flaky') && isFirst(to)) throw new Error('the mail server is busy');
  await work(`${template} ${to}`, to.startsWith('hold') && isFirst(to) ? 10_000 : 20);
}

export const buildReport = (day: Date) => work(`daily ${day.toISOString()}`);
export const exportAccount = (accountId: number) => work(`export ${accountId}`);
export const post = (url: string, _body: object) => work(`post ${url}`);
export const makeSmaller = (file: string) => work(`resize ${file}`);
export const forgetOld = () => work('tick');

/** A line of the journal: a short one is written whole, whoever else writes. */
export function note(what: string, key: string): void {
  const { pid, ppid } = process;
  appendFileSync('journal', `${JSON.stringify({ what, key, pid, ppid })}\n`);
}

async function work(key: string, milliseconds = 20): Promise<void> {
  note('started', key);
  await sleep(milliseconds);
  note('done', key);
}

function isFirst(key: string): boolean {
  try {
    writeFileSync(`claimed-${key}`, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
