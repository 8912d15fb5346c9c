import {
  Continuable,
  DiscardOn,
  Job,
  LimitConcurrency,
  QueueAs,
  RetryOn,
  Throttle,
  Unique,
} from '@drover/core';
import { z } from 'zod';

class Refused extends Error {
  override readonly name = 'Refused';
}

/** Fails with its own arguments in the message, until it is told to do better. */
@QueueAs('mails')
export class MailJob extends Job {
  static broken = true;

  async perform(to: string, options: { password?: string; at?: Date } = {}): Promise<string> {
    this.logger.info('sending');
    if (MailJob.broken) throw new Error(`Cannot reach ${to} with ${options.password}`);
    return `sent to ${to}`;
  }
}

@QueueAs('reports')
@DiscardOn(Refused)
@RetryOn(RangeError, { wait: '1 hour', attempts: 5 })
export class ReportJob extends Job {
  async perform(how: 'refuse' | 'retry' | 'go', why = 'not wanted'): Promise<string> {
    if (how === 'refuse') throw new Refused(why);
    if (how === 'retry') throw new RangeError('the third party is away');
    return 'a report';
  }
}

@QueueAs('reports')
export class CheckedJob extends Job {
  static override readonly args = z.tuple([z.string(), z.number()]);
  static readonly got: [string, number][] = [];

  async perform(what: string, count: number): Promise<void> {
    CheckedJob.got.push([what, count]);
  }
}

@QueueAs('mails')
@Unique()
export class OnceJob extends Job {
  async perform(_key: string): Promise<void> {
    throw new Error('once and never again');
  }
}

@QueueAs('sync')
@LimitConcurrency({ key: (account: string) => account })
export class SyncJob extends Job {
  /** Ends the runs of this process. */
  static end = (): void => {};

  async perform(_account: string): Promise<void> {
    await new Promise<void>((resolve) => (SyncJob.end = resolve));
  }
}

@QueueAs('sync')
@Throttle({ limit: 1, per: '1 hour', key: ({ token }: { token: string }) => token })
export class GeocodeJob extends Job {
  async perform(_options: { token: string }): Promise<void> {}
}

/** Fails in the middle of its second step. */
@QueueAs('mails')
@Continuable({ resumeErrorsAfterAdvancing: false })
export class ImportJob extends Job {
  async perform(): Promise<void> {
    await this.step('validate', () => {});
    await this.step<object>('rows', async (step) => {
      await step.set({ row: 7, token: 'correct horse' });
      throw new Error('a broken row');
    });
  }
}

export const JOBS = [MailJob, ReportJob, OnceJob, CheckedJob, SyncJob, GeocodeJob, ImportJob];
