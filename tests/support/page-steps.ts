import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './snippets';

/** What a page has its reader do: type a command, or write a file. */
export type PageStep = { readonly section: string } & (
  | { readonly run: string }
  | { readonly file: string; readonly text: string }
);

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

function commandsIn(block: string): { run: string }[] {
  const lines = block.split('\n').filter((line) => line.startsWith('$ '));
  return lines.map((line) => ({ run: line.slice(2) }));
}

function fileIn(block: string): { file: string; text: string }[] {
  const [, file, text] = /^(?:\/\/|#) (\S+\.\w+)\n([\s\S]*)$/.exec(block) ?? [];
  return file !== undefined && text !== undefined ? [{ file, text }] : [];
}
