import { styleText } from 'node:util';
import type { Terminal } from './command';

/** A table's columns: heading and what stands below it. */
export type Columns<Row> = Readonly<Record<string, (row: Row) => string | number>>;

type Style = Parameters<typeof styleText>[0];

/** Colours a text where somebody looks at it. */
export function styled({ stdout }: Terminal, style: Style, text: string): string {
  return stdout.isTTY && !process.env['NO_COLOR']
    ? styleText(style, text, { validateStream: false })
    : text;
}

export function printJson({ stdout }: Terminal, value: unknown): void {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Aligned columns, numbers to the right. */
export function printTable<Row>(
  terminal: Terminal,
  rows: readonly Row[],
  columns: Columns<Row>,
): void {
  const lists = Object.entries(columns).map(([heading, cell]) =>
    aligned(terminal, heading, rows.map(cell)),
  );
  for (let line = 0; line <= rows.length; line += 1)
    terminal.stdout.write(
      `${lists
        .map((list) => list[line])
        .join('  ')
        .trimEnd()}\n`,
    );
}

function aligned(
  terminal: Terminal,
  heading: string,
  cells: readonly (string | number)[],
): readonly string[] {
  const texts = [heading, ...cells.map(String)];
  const width = Math.max(...texts.map(({ length }) => length));
  const right = cells.length > 0 && cells.every((cell) => typeof cell === 'number');
  const padded = texts.map((text) => (right ? text.padStart(width) : text.padEnd(width)));
  return [styled(terminal, 'bold', padded[0] ?? ''), ...padded.slice(1)];
}

/** `3 jobs`, `1 job`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
