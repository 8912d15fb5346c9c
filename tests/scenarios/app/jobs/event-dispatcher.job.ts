import { inspect } from 'node:util';
import { Job, RetryOn } from '@drover/core';
import { noteRun } from '../../../support/journal';
import { ApplicationJob } from './application.job';

export class EventDispatcherJob extends ApplicationJob {
  async perform(...args: readonly unknown[]): Promise<void> {
    noteRun(this, { args: show(args) });
  }
}

/** It has no rule for a record that is gone. */
export class StubbornDispatcherJob extends Job {
  async perform(...args: readonly unknown[]): Promise<void> {
    noteRun(this, { args: show(args) });
  }
}

@RetryOn(RangeError, { wait: '1 minute', attempts: 3 })
export class MutatingJob extends ApplicationJob {
  async perform(filter: { status: string[] }, labels: Map<string, number>): Promise<void> {
    noteRun(this, { args: show([filter, labels]) });
    filter.status.push('resolved');
    labels.clear();
    throw new RangeError('again');
  }
}

/** Types, values and the order of keys, at any depth. */
export function show(value: unknown): string {
  return inspect(value, { depth: null, breakLength: Infinity });
}
