import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './snippets';

/** What a page has its reader do: type a command, or write a file. */
export type PageStep = { readonly section: string } & (Command | File);

interface Command {
  readonly run: string;
  /** The lines of what it prints that the page shows. */
  readonly shown: readonly string[];
}

interface File {
  readonly file: string;
  readonly text: string;
}

const HEADINGS_AND_BLOCKS = /^#{2,} (.+)$|^```(console|[a-z]+)\n([\s\S]*?)^```$/gm;

/** The steps of a page in its order: every `$ command`, and every block whose first line is a comment that names a file. */
export function stepsOf(page: string): PageStep[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  let section = '';
  return [...text.matchAll(HEADINGS_AND_BLOCKS)].flatMap(([, heading, kind, block = '']) => {
    section = heading ?? section;
    const steps = kind === 'console' ? commandsIn(block) : fileIn(block);
    return steps.map((step) => ({ section, ...step }));
  });
}

function commandsIn(block: string): Command[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [run = '', ...shown] = text.trimEnd().split('\n');
      return { run, shown };
    });
}

function fileIn(block: string): File[] {
  const [, file, text] = /^(?:\/\/|#) (\S+\.\w+)\n([\s\S]*)$/.exec(block) ?? [];
  return file !== undefined && text !== undefined ? [{ file, text }] : [];
}
