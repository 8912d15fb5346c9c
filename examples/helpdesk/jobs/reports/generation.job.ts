import { QueueAs, Unique } from '@drover/core';
import { accounts } from '../../app/models/account';
import type { DateRange } from '../../app/models/report';
import { generateReport } from '../../app/services/report-service';
import { ApplicationJob } from '../application.job';
import { SendEmailJob } from '../mailers/send-email.job';

/** The dates of the range arrive as dates. One report of a kind at a time. */
@QueueAs('low')
@Unique('1 hour')
export class ReportGenerationJob extends ApplicationJob {
  async perform(accountId: number, reportType: string, dateRange: DateRange) {
    const account = accounts.find(accountId);
    const report = generateReport(account, reportType, dateRange);
    await SendEmailJob.performLater('ReportMailer', 'ready', report.id);
  }
}
