import { AfterEnqueue, BeforeEnqueue, Job } from '@drover/core';
import { JobBuffer } from './job-buffer';

/** Waits for a commit, as every class does that says nothing. */
export class PatientJob extends Job {
  perform(): void {
    JobBuffer.add(`${this.constructor.name} runs`);
  }
}

/** Never waits. */
export class ImpatientJob extends PatientJob {
  static override readonly enqueueAfterCommit: boolean = false;
}

export class InheritingJob extends ImpatientJob {}

export class HookedPatientJob extends PatientJob {
  @BeforeEnqueue()
  before(): void {
    JobBuffer.add('before enqueue');
  }

  @AfterEnqueue()
  after(): void {
    JobBuffer.add('after enqueue');
  }
}
