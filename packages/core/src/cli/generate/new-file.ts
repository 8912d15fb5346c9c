import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Terminal } from '../command';
import { styled } from '../print';

/** A file to be made. */
export interface NewFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  /** Files that do the same: where there is one, this is not made. */
  readonly unless?: readonly string[];
}

export interface FileFate {
  readonly path: string;
  /** `keep`: there is one already, which is never touched. */
  readonly action: 'create' | 'change' | 'keep';
}

/** Makes the files that are not there yet; with `dryRun` it only says which. */
export function writeNew(
  files: readonly NewFile[],
  { folder, dryRun }: { readonly folder: string; readonly dryRun: boolean },
): readonly FileFate[] {
  return files.map(({ path: name, text, unless = [] }) => {
    const present = [name, ...unless].find((each) => existsSync(path.join(folder, each)));
    if (present !== undefined) return { path: present, action: 'keep' };
    if (!dryRun) {
      const target = path.join(folder, name);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    return { path: name, action: 'create' };
  });
}

const COLOURS = { create: 'green', change: 'cyan', keep: 'yellow' } as const;

/** `create  jobs/hello.job.ts`, a line each. */
export function printFates(fates: readonly FileFate[], terminal: Terminal): void {
  for (const { path: name, action } of fates)
    terminal.stdout.write(`${styled(terminal, COLOURS[action], action.padEnd(6))}  ${name}\n`);
}
