import { once } from 'node:events';
import { Job } from '@drover/core';
import { claim } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** Its first run goes on until the process wants to stop. */
export class LongJob extends Job {
  async perform(): Promise<void> {
    noteRun(this);
    // As a pool of connections would, it keeps a process that nobody ends.
    setInterval(() => {}, 60_000);
    if (claim(`${this.id} started`)) await this.#untilAborted();
    note('done', { jobId: this.id, name: 'LongJob' });
  }

  async #untilAborted(): Promise<void> {
    const { signal } = this;
    await once(signal, 'abort');
    const { name, message } = signal.reason as DOMException;
    note('aborted', { jobId: this.id, name, message });
    signal.throwIfAborted();
  }
}
