import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './support/snippets';

const ENTRIES = [
  ...['core/src/index.ts', 'testing/src/index.ts', 'board/src/index.ts'],
  ...[
    'testing/src/runners/jest.ts',
    'testing/src/runners/node.ts',
    'testing/src/runners/vitest.mts',
  ],
].map((entry) => path.join(ROOT, 'packages', entry));

interface PublicName {
  readonly name: string;
  /** The text of the file that declares it. */
  readonly source: string;
}

test.each(ENTRIES)('every public name of %s says what it is', (entry) => {
  const names = publicNames(entry);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((each) => !hasSummary(each)).map(({ name }) => name)).toEqual([]);
});

function publicNames(file: string): PublicName[] {
  const source = readFileSync(file, 'utf8');
  const exported = [...source.matchAll(/^export (?:type )?\{([^}]*)\} from '(.*)';/gm)].flatMap(
    ([, names = '', from = '']) =>
      names.split(',').flatMap((name) => (name.trim() ? declared(name.trim(), file, from) : [])),
  );
  const own = [...source.matchAll(/^export (?:async )?(?:function|const|class) (\w+)/gm)];
  return [...exported, ...own.map(([, name = '']) => ({ name, source }))];
}

function declared(name: string, file: string, from: string): PublicName {
  const [declaring = ''] = [`${from}.ts`, `${from}/index.ts`, from.replace(/\.js$/, '.ts')]
    .map((each) => path.resolve(path.dirname(file), each))
    .filter(existsSync);
  return { name, source: readFileSync(declaring, 'utf8') };
}

/** A comment of TSDoc that begins with words, right above the declaration or its first overload. */
function hasSummary({ name, source }: PublicName): boolean {
  const declaration = new RegExp(
    String.raw`\/\*\*\s+(?:\* )?[^@\s*](?:[^*]|\*(?!\/))*\*\/\n` +
      String.raw`export (?:declare |abstract |async )*(?:class|interface|function|const|type) ${name}\b`,
  );
  return declaration.test(source);
}
