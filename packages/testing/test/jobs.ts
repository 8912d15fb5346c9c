import {
  BeforePerform,
  DiscardOn,
  Job,
  QueueAs,
  QueueWithPriority,
  RetryOn,
  snooze,
} from '@drover/core';

class FlakyError extends Error {}
class HopelessError extends Error {}
class BusyError extends Error {}

/** What the jobs did. */
export const done: string[] = [];

export class GreetJob extends Job {
  perform(name: string): string {
    done.push(name);
    return `hello, ${name}`;
  }
}

@QueueWithPriority(3)
export class LateJob extends GreetJob {}

/** Enqueues another job. */
export class ParentJob extends Job {
  async perform(): Promise<void> {
    done.push('parent');
    await GreetJob.performLater('child');
  }
}

/** Fails until its third run, each failure in the way it was told. */
@RetryOn(FlakyError, { wait: '1 minute', attempts: 3, jitter: 0 })
@RetryOn(BusyError, { wait: '1 second', jitter: 0, queue: 'slow' })
@DiscardOn(HopelessError)
export class FlakyJob extends Job {
  perform(how: 'flaky' | 'hopeless' | 'busy' | 'broken'): void {
    done.push(`${how} ${this.executions} on ${this.queueName}`);
    if (how === 'hopeless') throw new HopelessError('no use');
    if (how === 'broken') throw new TypeError('a bug');
    if (this.executions < 3) throw how === 'busy' ? new BusyError('busy') : new FlakyError('flaky');
  }
}

/** Changes its own arguments, and asks for a second run. */
@QueueAs('low')
export class MutatingJob extends Job {
  perform(list: string[]): void {
    done.push(`${this.executions}: ${list.join()}`);
    list.push('changed');
    if (this.executions === 1) this.retryJob({ wait: 500 });
  }
}

/** Finds twice that it is too early. */
export class PatientJob extends Job {
  perform(): void {
    done.push(`run ${this.executions}`);
    if (done.length < 3) throw snooze('10 minutes');
  }
}

/** Retries for ever. */
@RetryOn(FlakyError, { attempts: 'unlimited' })
export class EndlessJob extends Job {
  perform(): void {
    throw new FlakyError('again');
  }
}

export class ReportJob extends Job {
  perform(id: string, options: { readonly rows?: readonly number[] } = {}): string {
    done.push(`${id}: ${options.rows?.length ?? 0} rows`);
    return id;
  }
}

export class HookedJob extends Job {
  perform(): void {
    done.push('performed');
  }

  @BeforePerform()
  note(): void {
    done.push('before');
  }
}

export const jobs = [
  GreetJob,
  LateJob,
  ParentJob,
  FlakyJob,
  MutatingJob,
  EndlessJob,
  HookedJob,
  PatientJob,
  ReportJob,
];
