import { accounts } from '../../app/models/account';
import { ApplicationJob } from '../application.job';
import { ReportDigestJob } from './digest.job';
import { ReportGenerationJob } from './generation.job';

const DAY = 86_400_000;

/** Every morning: a report of the last day for each account, and then word of it. */
export class DailyReportJob extends ApplicationJob {
  async perform() {
    const to = new Date();
    const range = { from: new Date(to.getTime() - DAY), to };
    const report = ReportGenerationJob.set({ unique: false });
    const after = accounts.all().map(({ id }) => report.build(id, 'daily', range));
    await ReportDigestJob.set({ after, whenFailed: 'run' }).performLater();
  }
}
