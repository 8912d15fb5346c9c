import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EVENT_NAMES } from '../packages/core/src/events/channels';

const ROOT = path.resolve(__dirname, '..');
const SOURCE = path.join(ROOT, 'packages/core/src');

const page = readFileSync(path.join(ROOT, 'docs/events.md'), 'utf8');
const [chapter = ''] = page.split('### Tracing channels');
const rows = [...chapter.matchAll(/^\| `(\w+)` \| (.*?) \| /gm)].map(
  ([, name = '', fields = '']) => [name, fields.replaceAll(/[` ]/g, '').split(',')] as const,
);

test('docs/events.md has a row for every event', () => {
  const documented = rows.map(([name]) => name);
  expect(documented.toSorted()).toEqual(EVENT_NAMES.toSorted());
});

test('each row has the fields of the type', () => {
  const types = ['job-events.ts', 'process-events.ts', 'schedule-events.ts'].map((file) =>
    readFileSync(path.join(SOURCE, 'events', file), 'utf8'),
  );
  const typed = new Map(types.flatMap(fieldsOfEvents));
  for (const [name, fields] of rows)
    expect({ name, fields }).toEqual({ name, fields: typed.get(name) });
});

test('every event is announced somewhere', () => {
  const source = ['core', 'board'].map((name) => sourceOf(`packages/${name}/src`)).join('\n');
  expect(EVENT_NAMES.filter((name) => !source.includes(`emit('${name}'`))).toEqual([]);
});

function sourceOf(folder: string): string {
  const root = path.join(ROOT, folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .join('\n');
}

/** `  name: { field: …; other?: … };` of an interface of events. */
function fieldsOfEvents(source: string): [name: string, fields: readonly string[]][] {
  const bare = source.replaceAll(/\/\*\*[^]*?\*\//g, '');
  const body = bare.slice(bare.search(/interface \w+Events /));
  return [...body.matchAll(/^ {2}(\w+): \{/gm)].map(({ 1: name = '', index, 0: head }) => [
    name,
    fieldsOf(body.slice(index + head.length)),
  ]);
}

/** The fields at the outermost level, up to the brace that ends it. */
function fieldsOf(text: string): readonly string[] {
  let depth = 0;
  let flat = '';
  for (const character of text) {
    if (character === '}' && depth === 0) break;
    if (character === '{') depth += 1;
    if (depth === 0) flat += character;
    if (character === '}') depth -= 1;
  }
  return [...flat.matchAll(/(\w+\??):/g)].map(([, field = '']) => field);
}
