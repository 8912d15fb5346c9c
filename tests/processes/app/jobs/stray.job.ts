import { setTimeout as pause } from 'node:timers/promises';
import { AfterDiscard, Job, RetryOn } from '@drover/core';
import { claim } from '../../../support/database';
import { note, noteRun } from '../../../support/journal';
import { fail, failLater } from '../stray-service';

class Retried extends Error {}

/** Leaves an error behind that nobody awaits, and goes on: in its first run or, `always`, in each. */
@RetryOn(Retried, { wait: 1 })
export class StrayJob extends Job {
  async perform(kind: keyof typeof DEEDS, always = false): Promise<void> {
    noteRun(this);
    if (claim(`${this.id} started`) || always) await this.#stray(kind);
    note('done', { jobId: this.id, name: 'StrayJob' });
  }

  @AfterDiscard()
  tell({ message }: Error): void {
    note('discarded', { jobId: this.id, message });
  }

  async #stray(kind: keyof typeof DEEDS): Promise<void> {
    DEEDS[kind]();
    await pause(300);
    note('woke', { jobId: this.id, aborted: this.signal.aborted });
  }
}

const DEEDS = {
  rejection: () => void Promise.reject(new Error('nobody awaits me')),
  retried: () => void Promise.reject(new Retried('nobody awaits me')),
  exception: () => void setImmediate(fail),
  far: () => void failLater(),
};
