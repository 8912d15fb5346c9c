import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expectations } from '../../examples/helpdesk/demo/expectations';
import { ROOT } from '../support/snippets';

const HELPDESK = path.join(ROOT, 'examples/helpdesk');
const PAGE = readFileSync(path.join(ROOT, 'docs/from-sidekiq.md'), 'utf8');
const [, sideBySide = ''] = /^## Side by side\n([\s\S]*?)^## /m.exec(PAGE) ?? [];
const SECTIONS = sideBySide
  .split(/^### /m)
  .slice(1)
  .map((text) => [text.split('\n', 1)[0] ?? '', text] as const);

/** What the demo counts for itself, and fails where it comes out otherwise. */
const RUN = expectations.filter(({ counts }) => counts.performed > 0).map(({ job }) => job);

test('the page goes through everything of a Rails application’s jobs', () => {
  expect(SECTIONS).toHaveLength(20);
});

test.each(SECTIONS)('%s: a class in the help desk does it, which the demo runs', (_, text) => {
  const links = [...text.matchAll(/\[`(\w+)`\]\(\.\.\/examples\/helpdesk\/(\S+?)\)/g)];
  expect(links).not.toEqual([]);
  for (const [, name = '', file = ''] of links) {
    expect(RUN).toContain(name);
    const wanted = file.startsWith('jobs/') ? `class ${name} ` : name;
    expect(readFileSync(path.join(HELPDESK, file), 'utf8')).toContain(wanted);
  }
});

test('the help desk’s own test of a job passes', () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout, status } = spawnSync('npm', ['test'], { cwd: HELPDESK, env, encoding: 'utf8' });
  // Node 24 words its report otherwise than Node 20.
  expect(stdout).toMatch(/ pass 4$/m);
  expect(status).toBe(0);
});
