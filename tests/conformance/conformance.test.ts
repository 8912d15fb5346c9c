import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testRedisUrl } from '../support/redis';
import { isRunnable, type AdapterName } from './case';
import { renderReport } from './report';
import { SECTIONS } from './sections';
import { FakeStage, StoreStage } from './stage';

const PAGE = join(__dirname, '../../docs/conformance.md');
const RUNNABLE = SECTIONS.flatMap(({ cases }) => cases).filter(isRunnable);

const stages = [
  new FakeStage(),
  new StoreStage('redis', () => testRedisUrl()),
  new StoreStage('embedded', () => 'embedded:'),
];

const results = new Map<string, Map<AdapterName, boolean>>(
  RUNNABLE.map(({ id }) => [id, new Map()]),
);

// The embedded store takes seconds to open on a machine that is busy.
describe.each(stages.map((stage) => [stage.name, stage] as const))(
  'On the %s adapter',
  (name, stage) => {
    afterAll(() => stage.close());

    test.each(RUNNABLE.map((each) => [each.id, each] as const))(
      '%s',
      async (id, { run, options }) => {
        results.get(id)?.set(name, false);
        try {
          await run(await stage.begin(options));
        } catch (error) {
          // What a failed case leaves behind must not fail the next.
          await stage.close();
          throw error;
        }
        results.get(id)?.set(name, true);
      },
    );

    test('no job runs again after it has come to its end', async () => {
      await stage.close();
      expect(stage.ghosts).toEqual([]);
    });
  },
);

test('docs/conformance.md says what this run found', () => {
  const complete = [...results.values()].every((adapters) => adapters.size === stages.length);
  // A filtered run knows too little to judge the page.
  if (!complete) return;
  const page = renderReport(SECTIONS, results);
  if (process.env['DROVER_WRITE_DOCS']) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
