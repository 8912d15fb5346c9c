import { Job } from '@drover/core';

/** Keeps the arguments of its last run. */
export class KeepJob extends Job {
  static kept: readonly unknown[] = [];

  perform(...args: readonly unknown[]): void {
    KeepJob.kept = args;
  }
}
