import { outbox } from '../app/mailers/mail';
import { contacts } from '../app/models/contact';
import { conversations } from '../app/models/conversation';
import { integrations } from '../app/models/integration';
import { messages } from '../app/models/message';
import { reports } from '../app/models/report';
import { webhooks } from '../app/models/webhook';
import { NOTHING, type Counts } from './tally';

/** Something the jobs of a class did, counted in the records themselves. */
export interface Effect {
  readonly what: string;
  readonly expected: number;
  readonly count: () => number;
}

/** What the scenario has to come to, for one job class. */
export interface Expectation {
  readonly job: string;
  readonly counts: Counts;
  readonly effects: readonly Effect[];
}

export const expectations: readonly Expectation[] = [
  expectation('ResolveConversationJob', { enqueued: 3, performed: 3 }, [
    {
      what: 'resolved',
      expected: 2,
      count: () => conversations.count(({ status }) => status === 'resolved'),
    },
  ]),
  expectation('ReopenCheckJob', { enqueued: 2, performed: 2 }, [
    {
      what: 'reopened',
      expected: 1,
      count: () => conversations.count(({ reopened }) => reopened === true),
    },
  ]),
  expectation('WebhookDeliveryJob', { enqueued: 6, performed: 13, retried: 7, discarded: 3 }, [
    {
      what: 'delivered',
      expected: 3,
      count: () => webhooks.all().reduce((sum, { delivered }) => sum + delivered, 0),
    },
    { what: 'disabled', expected: 1, count: () => webhooks.count(({ enabled }) => !enabled) },
  ]),
  expectation('WebhookProcessorJob', { enqueued: 4, performed: 4, failed: 1 }),
  expectation('ProcessIncomingMessageJob', { enqueued: 3, performed: 3 }, [
    {
      what: 'stored',
      expected: 2,
      count: () => messages.count(({ direction }) => direction === 'incoming'),
    },
  ]),
  expectation('SendEmailJob', { enqueued: 8, performed: 8 }, [
    { what: 'e-mails sent', expected: 8, count: () => outbox.length },
  ]),
  expectation('BulkContactUpdateJob', { enqueued: 1, performed: 1 }, [
    {
      what: 'contacts updated',
      expected: 250,
      count: () => contacts.count(({ label }) => label === 'vip'),
    },
  ]),
  expectation('DailyReportJob', { enqueued: 1, performed: 1 }),
  expectation('ReportGenerationJob', { enqueued: 4, performed: 4 }, [
    { what: 'generated', expected: 4, count: () => reports.all().length },
  ]),
  expectation('ReportDigestJob', { enqueued: 1, performed: 1 }, [
    {
      what: 'told of all reports of the day',
      expected: 1,
      count: () => outbox.filter(({ body }) => body === '2 of 2 are ready').length,
    },
  ]),
  expectation(
    'ExternalApiJob',
    { enqueued: 4, performed: 8, retried: 4, discarded: 1, failed: 1 },
    [{ what: 'synced', expected: 2, count: () => integrations.count(({ synced }) => synced) }],
  ),
  expectation('CleanupJob', { enqueued: 1, performed: 1 }),
];

function expectation(
  job: string,
  counts: Partial<Counts>,
  effects: readonly Effect[] = [],
): Expectation {
  return { job, counts: { ...NOTHING, ...counts }, effects };
}
