import { reports } from '../models/report';
import type { Mailer } from './mail';

export const reportMailer = {
  ready(reportId) {
    const { type, count, range } = reports.find(reportId);
    const days = `${range.from.toDateString()} to ${range.to.toDateString()}`;
    return { to: 'admin@helpdesk.test', subject: `Report ${type}`, body: `${count}, ${days}` };
  },
} satisfies Mailer;
