import { setTimeout as pause } from 'node:timers/promises';
import { read } from '../../../../support/database';
import { note } from '../../../../support/journal';
import { ConversationsPageJob } from './conversations-page.job';
import { ClientError, ImportJob, RateLimitError, type ImportRun } from './import.job';

export class ContactsPageJob extends ImportJob {
  async perform(run: ImportRun, page = 1): Promise<void> {
    this.noteImport(run, { page });
    if (this.isStale(run)) return;
    await this.#fetchPage(run, page);
    if (this.isStale(run)) return;
    note('page imported', { importId: run.importId, runId: run.runId, page });
    if (page < run.pages) await ContactsPageJob.performLater(run, page + 1);
    else await ConversationsPageJob.performLater(run);
  }

  async #fetchPage(run: ImportRun, page: number): Promise<void> {
    const { trouble } = run;
    if (trouble?.page !== page) return;
    if (this.executions <= (trouble.times ?? 0)) {
      throw trouble.error === 'client' ? new ClientError('400') : new RateLimitError('429');
    }
    if (trouble.holds && this.isFirst(run, `hold page ${page}`)) await untilReleased(run);
  }
}

async function untilReleased({ runId }: ImportRun): Promise<void> {
  while (!read(`release ${runId}`)) await pause(10);
}
