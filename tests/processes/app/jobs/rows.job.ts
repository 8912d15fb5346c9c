import { Job } from '@drover/core';
import { note, noteRun } from '../../../support/journal';

/** Goes through rows one by one, with steps before and after, and awaits nothing but its checkpoints. */
export class RowsJob extends Job {
  /** @param cost - milliseconds that a row keeps the process busy */
  async perform(rows: number, cost: number): Promise<void> {
    noteRun(this);
    await this.step('before', () => note('before', { jobId: this.id }));
    await this.step('rows', { start: 0 }, async (step) => {
      while (step.cursor < rows) {
        const until = performance.now() + cost;
        while (performance.now() < until);
        note('row', { jobId: this.id, row: step.cursor });
        await step.advance();
      }
    });
    await this.step('after', () => note('after', { jobId: this.id }));
    note('done', { jobId: this.id, name: 'RowsJob' });
  }
}
