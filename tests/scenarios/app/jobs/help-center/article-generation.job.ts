import { performAllLater, QueueAs } from '@drover/core';
import { claim, write } from '../../../../support/database';
import { noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';
import { ArticleWriterJob, type Trouble } from './article-writer.job';

@QueueAs('low')
export class ArticleGenerationJob extends ApplicationJob {
  async perform(generationId: string, articles: readonly Trouble[]): Promise<void> {
    noteRun(this);
    if (!claim(`${generationId} started`)) return;
    write(`${generationId} total`, articles.length);
    await performAllLater(articles.map((trouble) => ArticleWriterJob.build(generationId, trouble)));
  }
}
