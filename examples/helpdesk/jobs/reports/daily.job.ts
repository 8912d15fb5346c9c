import { performAllLater } from '@drover/core';
import { accounts } from '../../app/models/account';
import { ApplicationJob } from '../application.job';
import { ReportGenerationJob } from './generation.job';

const DAY = 86_400_000;

/** Every morning: a report of the last day for each account. */
export class DailyReportJob extends ApplicationJob {
  async perform() {
    const to = new Date();
    const range = { from: new Date(to.getTime() - DAY), to };
    const reports = accounts.all().map(({ id }) => ReportGenerationJob.build(id, 'daily', range));
    await performAllLater(reports);
  }
}
