import { QueueAs, RetryOn } from '@drover/core';
import { claim, read } from '../../../../support/database';
import { note, noteRun } from '../../../../support/journal';
import { ApplicationJob } from '../application.job';

export class ClientError extends Error {
  override name = 'ClientError';
}

export class RateLimitError extends ClientError {
  override name = 'RateLimitError';
}

/** What goes wrong with one page of contacts. */
export interface Trouble {
  readonly page: number;
  readonly error?: 'rate limit' | 'client';
  /** Failures before it is well. */
  readonly times?: number;
  /** The first run of the page holds on until `release <runId>` is written. */
  readonly holds?: boolean;
}

export interface ImportRun {
  readonly importId: string;
  readonly runId: string;
  readonly pages: number;
  readonly trouble?: Trouble;
}

const giveUp = { attempts: 3, wait: '1 minute', onExhausted: failImport } as const;

function failImport(job: ImportJob, { message }: Error): void {
  const [{ importId }] = job.arguments as [ImportRun];
  note('import failed', { importId, message });
}

@QueueAs('low')
@RetryOn<ImportJob>(ClientError, giveUp)
@RetryOn<ImportJob>(RateLimitError, { ...giveUp, attempts: 5 })
export abstract class ImportJob extends ApplicationJob {
  protected isStale({ importId, runId }: ImportRun): boolean {
    return read(`current run of ${importId}`) !== runId;
  }

  protected noteImport(run: ImportRun, what: object = {}): void {
    noteRun(this, { importId: run.importId, runId: run.runId, ...what });
  }

  protected isFirst(run: ImportRun, what: string): boolean {
    return claim(`${run.importId} ${run.runId} ${what}`);
  }
}
