import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Job } from '@drover/core';
import { stepsOf } from '../support/page-steps';

/** What docs/transactions.md has its reader write for a library. */
export interface Library {
  readonly db: Handle;
  readonly afterCommit: Transaction;
  readonly inTransaction: Transaction;
  readonly placeOrder: (tx: unknown, item: string) => Promise<Job>;
}

/** Inside the transaction `on`, where the library nests them. */
export type Transaction = <T>(run: (tx: unknown) => Promise<T>, on?: unknown) => Promise<T>;

/** The libraries do not agree on how they are opened and closed. */
interface Handle {
  readonly isInitialized?: boolean;
  readonly initialize?: () => Promise<unknown>;
  readonly $client?: { end(): Promise<void> };
  readonly end?: () => Promise<void>;
  readonly destroy?: () => Promise<void>;
  readonly close?: () => Promise<void>;
  readonly $disconnect?: () => Promise<void>;
}

const TSCONFIG = { compilerOptions: { experimentalDecorators: true } };

/** Writes the files of the page, as they stand there. */
export function layOutPage(folder: string): void {
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  for (const step of stepsOf('docs/transactions.md')) {
    if (!('file' in step)) continue;
    const file = path.join(folder, step.file);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, step.text);
  }
}

/** It reads the DATABASE_URL of the process. */
export async function openLibrary(file: string): Promise<Library> {
  const library = (await import(file)) as Library;
  if (library.db.isInitialized === false) await library.db.initialize?.();
  return library;
}

export async function closeLibrary({ db }: Library): Promise<void> {
  if (db.$client) await db.$client.end();
  else if (db.$disconnect) await db.$disconnect();
  else await (db.end ?? db.destroy ?? db.close)?.call(db);
}
