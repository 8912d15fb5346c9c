import { ImportJob, type ImportRun } from './import.job';

export class ConversationsPageJob extends ImportJob {
  async perform(run: ImportRun): Promise<void> {
    this.noteImport(run);
  }
}
