import { Job } from '@drover/core';
import { read } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Milliseconds of a row that is slow. */
const SLOW = 10;

/** Goes through rows one by one, with steps before and after, and awaits nothing but its checkpoints. */
export class RowsJob extends Job {
  /**
   * @param cost - milliseconds that a row keeps the process busy
   * @param slowFrom - from this row on it is longer, until the test says that it is enough
   */
  async perform(rows: number, cost: number, slowFrom = rows): Promise<void> {
    noteRun(this);
    await this.step('before', () => note('before', { jobId: this.id }));
    await this.step('rows', { start: 0 }, async (step) => {
      while (step.cursor < rows) {
        const isSlow = step.cursor >= slowFrom && !read('enough');
        const until = performance.now() + (isSlow ? SLOW : cost);
        while (performance.now() < until);
        note('row', { jobId: this.id, row: step.cursor });
        await step.advance();
      }
    });
    await this.step('after', () => note('after', { jobId: this.id }));
    note('done', { jobId: this.id, name: 'RowsJob' });
  }
}
