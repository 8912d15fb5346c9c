import {
  AfterEnqueue,
  AfterPerform,
  AroundEnqueue,
  AroundPerform,
  BeforeEnqueue,
  BeforePerform,
  halt,
  Job,
} from '@drover/core';
import { JobBuffer } from './job-buffer';

type Next = () => Promise<unknown>;

/** Writes down its hooks. */
export class CallbackJob extends Job {
  readonly history: string[] = [];

  perform(name = 'David'): string {
    this.history.push('perform');
    return `hello, ${name}`;
  }

  @BeforePerform()
  beforePerform(): void {
    this.history.push('before perform');
  }

  @AroundPerform()
  async aroundPerform(next: Next): Promise<void> {
    this.history.push('around perform, first half');
    const value = await next();
    this.history.push(`around perform, second half: ${String(value)}`);
  }

  @AfterPerform()
  afterPerform(): void {
    this.history.push('after perform');
  }

  @BeforeEnqueue()
  beforeEnqueue(): void {
    this.history.push('before enqueue');
  }

  @AroundEnqueue()
  async aroundEnqueue(next: Next): Promise<void> {
    this.history.push('around enqueue, first half');
    await next();
    this.history.push('around enqueue, second half');
  }

  @AfterEnqueue()
  afterEnqueue(): void {
    this.history.push('after enqueue');
  }
}

export class HaltedEnqueueJob extends Job {
  perform(): void {
    JobBuffer.add('performed');
  }

  @BeforeEnqueue()
  refuse(): void {
    halt('not today');
  }

  @AfterEnqueue()
  afterEnqueue(): void {
    JobBuffer.add('after enqueue');
  }
}

export class HaltedPerformJob extends Job {
  perform(): void {
    JobBuffer.add('performed');
  }

  @BeforePerform()
  refuse(): void {
    halt();
  }

  @AfterPerform()
  afterPerform(): void {
    JobBuffer.add('after perform');
  }
}

/** Asks for another run of itself, with a hook that throws at every enqueue but the first. */
export class ThrowingHookJob extends Job {
  static enqueues = 0;

  perform(): void {
    JobBuffer.add(`run ${this.executions}`);
    if (this.executions === 1) this.retryJob();
  }

  @BeforeEnqueue()
  throwLater(): void {
    ThrowingHookJob.enqueues += 1;
    if (ThrowingHookJob.enqueues > 1)
      throw new Error('A retry went through the hooks of an enqueue');
  }
}
