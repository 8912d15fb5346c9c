import { write } from '../../../../support/database';
import { ContactsPageJob } from './contacts-page.job';
import { ImportJob, type ImportRun } from './import.job';

export class StartImportJob extends ImportJob {
  async perform(run: ImportRun): Promise<void> {
    this.noteImport(run);
    write(`current run of ${run.importId}`, run.runId);
    await ContactsPageJob.performLater(run);
  }
}
