import { setTimeout as pause } from 'node:timers/promises';
import { Job } from '@drover/core';
import { claim } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';

/** In its first run it leaves an error behind that nobody awaits, and goes on. */
export class StrayJob extends Job {
  async perform(kind: 'rejection' | 'exception'): Promise<void> {
    noteRun(this);
    if (claim(`${this.id} started`)) await this.#stray(kind);
    note('done', { jobId: this.id, name: 'StrayJob' });
  }

  async #stray(kind: 'rejection' | 'exception'): Promise<void> {
    if (kind === 'rejection') void Promise.reject(new Error('nobody awaits me'));
    else setImmediate(() => this.#fail());
    await pause(200);
  }

  #fail(): void {
    throw new Error('nobody catches me');
  }
}
