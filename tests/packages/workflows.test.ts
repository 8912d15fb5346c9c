import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/snippets';

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
}

const FOLDER = path.join(ROOT, '.github/workflows');
const names = readdirSync(FOLDER);

test.each(names)(
  '%s runs only actions whose code cannot change, and scripts that are there',
  (name) => {
    const steps = Object.values(read(name).jobs).flatMap((job) => job.steps ?? []);
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    const scripts = steps.flatMap(
      ({ run = '' }) => run.match(/(?<![\w./])\.?(?:bin|ci)\/\w+/g) ?? [],
    );
    for (const script of scripts)
      expect(readFileSync(path.join(ROOT, script), 'utf8')).toMatch(/^#!/);
  },
);

test('what is tested is every Node that the packages admit', () => {
  const [job] = Object.values(read('ci.yml').jobs);
  expect(job?.strategy?.matrix.node).toEqual(['20', '22', '24', '26']);
  expect(job?.steps?.at(-1)?.run).toBe('.ci/run');
});

test('only the job that publishes what was tested may write, or speak for this repository', () => {
  const mighty = names.flatMap((name) => {
    const { permissions, jobs } = read(name);
    return Object.entries(jobs).flatMap(([job, its]) =>
      Object.values(its.permissions ?? permissions).includes('write') ? `${name} ${job}` : [],
    );
  });
  expect(mighty).toEqual(['release.yml publish']);
  expect(read('release.yml').jobs['publish']).toMatchObject({
    needs: 'test',
    permissions: { contents: 'write', 'id-token': 'write' },
  });
});

function read(name: string): Workflow {
  return parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Workflow;
}
