import { Attribute, Continuable, DeserializationError, DiscardOn, Job } from '@drover/core';
import { JobBuffer } from './job-buffer';

/** The records of {@link IteratingJob}. */
export const IDS = [13, 22, 123, 234, 432, 3243, 6565];

/** Goes through its records; fails where its cursor is `raiseAt`. */
export class IteratingJob extends Job {
  async perform(raiseAt?: number): Promise<void> {
    await this.step('rename', async (step) => {
      const { cursor = 0 } = step;
      for (const id of IDS.filter((each) => each >= cursor)) {
        if (step.cursor !== undefined && step.cursor === raiseAt) throw new Error('Cursor error');
        JobBuffer.add(`renamed ${id}`);
        await step.advance({ from: id });
      }
    });
  }
}

/** Steps that are methods. */
export class LinearJob extends Job {
  async perform(): Promise<void> {
    await this.step('one');
    await this.step('two');
    await this.step('three');
    await this.step('four');
  }

  one(): void {
    JobBuffer.add('one');
  }

  two(): void {
    JobBuffer.add('two');
  }

  three(): void {
    JobBuffer.add('three');
  }

  four(): void {
    JobBuffer.add('four');
  }
}

/** Knows by itself what is left to do. */
export class DeletingJob extends Job {
  static items: string[] = [];

  async perform(): Promise<void> {
    await this.step('delete', async (step) => {
      while (DeletingJob.items.length > 0) {
        JobBuffer.add(`deleted ${DeletingJob.items.shift()}`);
        await step.checkpoint();
      }
    });
  }
}

export class DuplicateStepJob extends Job {
  async perform(): Promise<void> {
    await this.step('duplicate', () => {});
    await this.step('duplicate', () => {});
  }
}

export class NestedStepsJob extends Job {
  async perform(): Promise<void> {
    await this.step('outer', () => this.step('inner', () => {}));
  }
}

/** Has other steps in its second run, as if a deploy had changed them. */
export class ChangedStepsJob extends Job {
  @Attribute()
  deployed = false;

  async perform(before: readonly string[], after: readonly string[]): Promise<void> {
    const steps = this.deployed ? after : before;
    this.deployed = true;
    for (const name of steps)
      await this.step(name, { start: 0 }, async (step) => {
        JobBuffer.add(name);
        while (step.cursor < 4) await step.advance();
      });
  }
}

/** Lists in a list. */
export class NestedCursorJob extends Job {
  async perform(lists: readonly (readonly string[])[]): Promise<void> {
    await this.step<[number, number]>('items', { start: [0, 0] }, async (step) => {
      for (let list = lists[step.cursor[0]]; list; list = lists[step.cursor[0]]) {
        for (const item of list.slice(step.cursor[1])) {
          JobBuffer.add(item);
          await step.set([step.cursor[0], step.cursor[1] + 1]);
        }
        await step.set([step.cursor[0] + 1, 0]);
      }
    });
  }
}

/** Counts to a number, and fails at some of those on the way. */
abstract class CountingJob extends Job {
  async perform(to: number, failsAt: readonly number[] = []): Promise<void> {
    await this.step('count', { start: 0 }, async (step) => {
      while (step.cursor < to) {
        JobBuffer.add(`${step.cursor}`);
        await step.advance();
        if (failsAt.includes(step.cursor)) throw new Error(`Failed at ${step.cursor}`);
      }
    });
  }
}

@Continuable({ maxResumptions: 2 })
export class LimitedJob extends CountingJob {}

@Continuable({ resumeErrorsAfterAdvancing: false })
export class StrictJob extends CountingJob {}

@Continuable({ resumeOptions: { queue: 'elsewhere', wait: '8 seconds' } })
export class WanderingJob extends CountingJob {}

/** Steps of which some have runs of their own. */
export class IsolatedJob extends Job {
  async perform(...isolated: string[]): Promise<void> {
    for (const name of ['one', 'two', 'three', 'four'])
      await this.step(name, { isolated: isolated.includes(name) }, () => JobBuffer.add(name));
  }
}

/** Its cursor is a date. */
export class ScanJob extends Job {
  async perform(day: Date): Promise<void> {
    await this.step<Date>('scan', async (step) => {
      if (step.resumed) JobBuffer.add(`${step.cursor instanceof Date} ${step.cursor?.getTime()}`);
      else await step.set(day);
    });
  }
}

@DiscardOn(DeserializationError, { onDiscard: (_, { name }) => JobBuffer.add(`gone: ${name}`) })
export class VanishedCursorJob extends Job {
  async perform(): Promise<void> {
    await this.step('scan', () => JobBuffer.add('scanned'));
  }
}
