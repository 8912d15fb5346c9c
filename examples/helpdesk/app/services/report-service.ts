import type { Account } from '../models/account';
import { conversations } from '../models/conversation';
import { reports, type DateRange, type Report } from '../models/report';

/** Counts the conversations of an account into a report. */
export function generateReport(account: Account, type: string, range: DateRange): Report {
  const count = conversations.count(({ accountId }) => accountId === account.id);
  return reports.create({ accountId: account.id, type, range, count });
}
