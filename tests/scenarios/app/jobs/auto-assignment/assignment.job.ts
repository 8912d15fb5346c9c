import { DiscardOn, Unique } from '@drover/core';
import { read } from '../../../../support/database';
import { noteRun } from '../../../../support/journal';
import { waitFor } from '../../../../support/wait-for';
import { ApplicationJob } from '../application.job';

class InboxDisabled extends Error {}

export interface Assignment {
  readonly inboxId: number;
  /** How the run ends. Default well. */
  readonly end?: 'fails' | 'is discarded';
  /** The run goes on until this is written into the database. */
  readonly holds?: string;
}

/** One run per inbox, from the enqueue to the end of the execution. */
@Unique({ ttl: '5 minutes', by: '0.inboxId' })
@DiscardOn(InboxDisabled)
export class AssignmentJob extends ApplicationJob {
  async perform({ inboxId, end, holds }: Assignment): Promise<void> {
    noteRun(this, { inboxId });
    if (holds) await waitFor(() => read(holds), { what: holds });
    if (end === 'fails') throw new TypeError('no agents');
    if (end === 'is discarded') throw new InboxDisabled('disabled');
  }
}
