import { reports } from '../models/report';
import type { Mailer } from './mail';

const ADMIN = 'admin@helpdesk.test';

export const reportMailer = {
  ready(reportId) {
    const { type, count, range } = reports.find(reportId);
    const days = `${range.from.toDateString()} to ${range.to.toDateString()}`;
    return { to: ADMIN, subject: `Report ${type}`, body: `${count}, ${days}` };
  },

  digest(completed, total) {
    return {
      to: ADMIN,
      subject: 'The reports of the day',
      body: `${completed} of ${total} are ready`,
    };
  },
} satisfies Mailer;
