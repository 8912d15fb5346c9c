import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { layOutSnippets, pages, ROOT, SNIPPETS } from './support/snippets';

test('every snippet of the README and the docs compiles', () => {
  expect(layOutSnippets()).toBeGreaterThan(5);
  const tsc = spawnSync(
    path.join(ROOT, 'node_modules/.bin/tsc'),
    ['-p', SNIPPETS, '--module', 'esnext', '--moduleResolution', 'bundler'],
    { encoding: 'utf8' },
  );
  expect(tsc.stdout).toBe('');
  expect(tsc.status).toBe(0);
});

test('every link between the pages leads somewhere', () => {
  for (const page of pages()) {
    const text = readFileSync(path.join(ROOT, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target = '']) => target,
    );
    const broken = links.filter(
      (target) => !existsSync(path.resolve(ROOT, path.dirname(page), target)),
    );
    expect({ page, broken }).toEqual({ page, broken: [] });
  }
});

test('llms.txt leads to every page of the docs, and to nothing else', () => {
  const text = readFileSync(path.join(ROOT, 'llms.txt'), 'utf8');
  const prefix = 'https://raw.githubusercontent.com/drover/drover/main/';
  const links = [...text.matchAll(/\]\((.*?)\)/g)].map(([, url = '']) => url.replace(prefix, ''));
  expect(links.filter((link) => !existsSync(path.join(ROOT, link)))).toEqual([]);
  const docs = pages().filter((page) => page.startsWith('docs/'));
  expect(links.filter((link) => /^docs\/[^/]+$/.test(link)).toSorted()).toEqual(docs.toSorted());
  expect(text).toMatch(
    /^# Drover\n\n> .+\n\n(?:- .+\n)+(?:\n## .+\n\n(?:- \[.+\]\(.+\): .+\n)+)+$/,
  );
});

test('docs/errors.md lists exactly the codes that the source has', () => {
  const inSource = new Set(sourceFiles().flatMap((file) => codesIn(readFileSync(file, 'utf8'))));
  const documented = new Set(codesIn(readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8')));
  expect([...documented].toSorted()).toEqual([...inSource].toSorted());
});

function codesIn(text: string): string[] {
  const variables = new Set([
    ...['DROVER_URL', 'DROVER_PROCESS', 'DROVER_METRICS', 'DROVER_TEST_REDIS_URL'],
    'DROVER_ENCRYPTION_KEYS',
  ]);
  return [...text.matchAll(/\bDROVER_[A-Z_]+[A-Z]\b/g)]
    .map(([code]) => code)
    .filter((code) => !variables.has(code));
}

function sourceFiles(): string[] {
  return ['core', 'testing', 'board'].flatMap((name) => {
    const folder = path.join(ROOT, 'packages', name, 'src');
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(folder, file));
  });
}
