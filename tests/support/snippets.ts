import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');

/** Where the snippets of the docs are laid out as files: they find the packages from there. */
export const SNIPPETS = path.join(ROOT, 'tests/.snippets');

const TSCONFIG = {
  extends: '../../tsconfig.test.json',
  compilerOptions: { types: ['node'], incremental: false },
  include: ['**/*.ts'],
};

/** Every Markdown page that shows code. */
export function pages(): string[] {
  const docs = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  const packages = readdirSync(path.join(ROOT, 'packages'));
  return [
    ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
    ...packages.map((name) => path.join('packages', name, 'README.md')),
    ...docs.map((name) => path.join('docs', name)),
  ];
}

/**
 * Writes every TypeScript snippet of the pages to a file of its own. One that begins with a comment
 * naming a file gets that name, so that another snippet of the page can import it.
 */
export function layOutSnippets(): number {
  rmSync(SNIPPETS, { recursive: true, force: true });
  let count = 0;
  for (const page of pages()) {
    for (const [index, code] of snippetsOf(page).entries()) {
      const name = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? `snippet-${index + 1}.ts`;
      const file = path.join(SNIPPETS, page.replace(/\.md$/, ''), name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, `${code}\nexport {};\n`);
      count += 1;
    }
  }
  writeFileSync(path.join(SNIPPETS, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  return count;
}

function snippetsOf(page: string): string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}
