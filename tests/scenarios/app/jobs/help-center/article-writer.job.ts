import { DiscardOn, QueueAs, RetryOn } from '@drover/core';
import { count, read } from '../../../../support/database';
import { note, noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

export class FirecrawlError extends Error {
  override name = 'FirecrawlError';
}

export class BuildFailed extends Error {
  override name = 'BuildFailed';
}

/** What goes wrong while an article is written. */
export type Trouble =
  | 'none'
  | 'firecrawl once'
  | 'firecrawl for ever'
  | 'build failed'
  | 'type error';

function onFinalFailure(job: ArticleWriterJob): void {
  const [generationId] = job.arguments as [string];
  finish(generationId, job);
}

@QueueAs('low')
@DiscardOn<ArticleWriterJob>(Error, { onDiscard: onFinalFailure })
@RetryOn<ArticleWriterJob>(FirecrawlError, {
  wait: 'polynomiallyLonger',
  attempts: 3,
  onExhausted: onFinalFailure,
})
@DiscardOn<ArticleWriterJob>(BuildFailed, { onDiscard: onFinalFailure })
export class ArticleWriterJob extends ApplicationJob {
  async perform(generationId: string, trouble: Trouble): Promise<void> {
    noteRun(this, { generationId, trouble });
    if (trouble === 'firecrawl for ever') throw new FirecrawlError('blocked');
    if (trouble === 'firecrawl once' && this.executions === 1)
      throw new FirecrawlError('timed out');
    if (trouble === 'build failed') throw new BuildFailed('no content');
    if (trouble === 'type error') throw new TypeError('title is undefined');
    finish(generationId, this);
  }
}

function finish(generationId: string, { id }: ArticleWriterJob): void {
  const finished = count(`${generationId} finished`);
  note('finish', { generationId, jobId: id, finished });
  if (finished === read(`${generationId} total`)) note('completed', { generationId });
}
