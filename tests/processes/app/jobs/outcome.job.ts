import { DiscardOn, Job, QueueAs, RetryOn, snooze } from '@drover/core';
import { claim } from '../../../support/database';

class Busy extends Error {}
class Gone extends Error {}

/** Ends in the way it is told; 'busy' and 'snooze' go well the second time. */
@QueueAs('outcomes')
@RetryOn(Busy, { wait: 1, attempts: 3 })
@DiscardOn(Gone)
export class OutcomeJob extends Job {
  async perform(how: 'well' | 'busy' | 'snooze' | 'gone' | 'broken'): Promise<void> {
    if (how === 'gone') throw new Gone('gone');
    if (how === 'broken') throw new TypeError('broken');
    if (!claim(`${this.id} ran`)) return;
    if (how === 'busy') throw new Busy('busy');
    if (how === 'snooze') throw snooze(1);
  }
}
