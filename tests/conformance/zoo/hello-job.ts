import { Job } from '@drover/core';
import { JobBuffer } from './job-buffer';
import type { Person } from './person';

export class HelloJob extends Job {
  perform(greeter = 'David'): string {
    JobBuffer.add(`${greeter} says hello`);
    return `hello, ${greeter}`;
  }
}

export class SumJob extends Job {
  perform({ left, right }: { left: number; right: number }): void {
    JobBuffer.add(`sum ${left + right}`);
  }
}

/** A record as argument. */
export class PersonJob extends Job {
  perform(person: Person): void {
    JobBuffer.add(`${person.constructor.name} ${person.id}`);
  }
}

/** An object of anything as argument. */
export class KeywordJob extends Job {
  perform(_options: Readonly<Record<string, unknown>>): void {}
}
