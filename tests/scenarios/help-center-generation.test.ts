import { ArticleGenerationJob } from './app/jobs/help-center/article-generation.job';
import type { Trouble } from './app/jobs/help-center/article-writer.job';
import { expectRuns, runsOf, type WaitRange } from './support/expect-runs';
import { onEveryStage } from './support/stages';
import { entries } from '../support/journal';

const ARTICLES: readonly Trouble[] = [
  'none',
  'firecrawl for ever',
  'none',
  'type error',
  'firecrawl once',
  'build failed',
  'none',
];

/** n⁴ seconds, up to 15 % more, and 2 seconds: for n = 1 and n = 2. */
const AFTER_FIRST: WaitRange = [3000, 3150];
const AFTER_SECOND: WaitRange = [18_000, 20_400];

onEveryStage((stage) => {
  beforeAll(async () => {
    await ArticleGenerationJob.performLater('generation-1', ARTICLES);
    await stage.settle();
  });

  const writersWith = (trouble: Trouble) => {
    const runs = entries('perform', { generationId: 'generation-1', trouble });
    return [...new Set(runs.map(({ jobId = '' }) => jobId))].map((id) => ({ id }));
  };

  test('each of the seven writers finishes once, however it ended', () => {
    const finished = entries('finish', { generationId: 'generation-1' });
    expect(finished).toHaveLength(7);
    expect(new Set(finished.map(({ jobId }) => jobId)).size).toBe(7);
  });

  test('the generation is completed once, by the last of them', () => {
    expect(entries('completed', { generationId: 'generation-1' })).toHaveLength(1);
  });

  test('no writer is dead', async () => {
    expect(await stage.dead()).toEqual([]);
  });

  test('a writer that fails for ever runs three times, with waits that grow by n⁴', () => {
    const writers = writersWith('firecrawl for ever');
    expect(writers).toHaveLength(1);
    for (const writer of writers) expectRuns(stage, writer, [AFTER_FIRST, AFTER_SECOND]);
  });

  test('a writer that recovers runs twice', () => {
    const writers = writersWith('firecrawl once');
    expect(writers).toHaveLength(1);
    for (const writer of writers) expectRuns(stage, writer, [AFTER_FIRST]);
  });

  test.each(['none', 'build failed', 'type error'] as const)('trouble: %s – one run', (trouble) => {
    for (const writer of writersWith(trouble)) expectRuns(stage, writer, []);
    expect(writersWith(trouble)).toHaveLength(trouble === 'none' ? 3 : 1);
  });

  test('a generator that runs again for the same generation enqueues no second set', async () => {
    const again = await ArticleGenerationJob.performLater('generation-1', ARTICLES);
    await stage.settle();

    expect(runsOf(again)).toHaveLength(1);
    expect(entries('finish', { generationId: 'generation-1' })).toHaveLength(7);
    const writers = entries('perform', { name: 'ArticleWriterJob' });
    expect(new Set(writers.map(({ jobId }) => jobId)).size).toBe(7);
  });
});
