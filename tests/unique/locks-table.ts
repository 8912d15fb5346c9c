import type { StoreName } from './lock-stage';
import { LOCK_NAMES, SITUATIONS } from './situations';

/** What came of an enqueue while the first job was in a situation. */
export type Outcome = 'refused' | 'stored' | 'stored, runs beside' | 'stored, runs after';

/** By lock and situation, `untilExecuted waiting`. */
export type Cells = ReadonlyMap<string, Outcome>;

/** As oxfmt would lay it out. A cell names the stores on which it is otherwise than on Redis. */
export function renderTable(found: ReadonlyMap<StoreName, Cells>): string {
  const rows = [
    ['The first job is', ...LOCK_NAMES.map((lock) => `\`${lock}\``)],
    ['---', ...LOCK_NAMES.map(() => '---')],
    ...SITUATIONS.map(({ name }) => [
      name,
      ...LOCK_NAMES.map((lock) => cell(`${lock} ${name}`, found)),
    ]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cell(key: string, found: ReadonlyMap<StoreName, Cells>): string {
  const onRedis = found.get('redis')?.get(key) ?? '';
  const others = [...found].flatMap(([store, cells]) => {
    const outcome = cells.get(key);
    return outcome === undefined || outcome === onRedis ? [] : [`${store}: ${outcome}`];
  });
  return [onRedis, ...others].join('; ');
}
