import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { enqueueTwice } from './enqueue-twice';
import { LockStage, type StoreName } from './lock-stage';
import { renderTable, type Cells, type Outcome } from './locks-table';
import { LOCK_NAMES, SITUATIONS } from './situations';

const PAGE = path.join(__dirname, '../../docs/unique-jobs.md');
const STORES: readonly StoreName[] = ['redis', 'postgres', 'embedded'];

const found = new Map<StoreName, Cells>();

describe.each(STORES)('on %s', (name) => {
  let stage: LockStage | undefined;
  beforeAll(async () => void (stage = await LockStage.open(name)));
  afterAll(() => stage?.close());

  test('every lock in every situation answers an enqueue', async () => {
    if (!stage) return;
    const cells = new Map<string, Outcome>();
    // It has no worker that could be killed alone.
    const situations = SITUATIONS.filter(({ queue }) => name !== 'embedded' || queue !== 'doomed');
    for (const situation of situations) {
      const outcomes = await enqueueTwice(situation, stage);
      for (const [lock, outcome] of outcomes) cells.set(`${lock} ${situation.name}`, outcome);
    }
    found.set(name, cells);
    expect(cells.size).toBe(situations.length * LOCK_NAMES.length);
  });
});

test('docs/unique-jobs.md says what this run found', () => {
  // A filtered run, and one without PostgreSQL, knows too little to judge the page.
  if (found.size < STORES.length) return;
  const page = readFileSync(PAGE, 'utf8');
  const written = page.replace(
    /(<!-- table -->\n)[\s\S]*(<!-- \/table -->)/,
    (_, start: string, end: string) => `${start}${renderTable(found)}\n${end}`,
  );
  if (process.env['DROVER_WRITE_DOCS']) writeFileSync(PAGE, written);
  expect(readFileSync(PAGE, 'utf8')).toBe(written);
});
