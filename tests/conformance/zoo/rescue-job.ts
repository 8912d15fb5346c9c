import { DeserializationError, Job, RescueFrom, ThrownValueError } from '@drover/core';
import { JobBuffer } from './job-buffer';
import type { Person } from './person';

class WrongNameError extends Error {}
class OtherError extends Error {}

/** Deals with its errors in code of its own. */
@RescueFrom(WrongNameError, 'tryAnotherName')
@RescueFrom(DeserializationError, (_job, error) => JobBuffer.add(`rescued ${chain(error)}`))
@RescueFrom(ThrownValueError, (_job, error) =>
  JobBuffer.add(`rescued ${String((error as ThrownValueError).value)}`),
)
export class RescueJob extends Job {
  perform(person: string | Person | readonly Person[]): void {
    if (person === 'david') throw new WrongNameError('Hair too good');
    if (person === 'other') throw new OtherError('Bad hair');
    // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- what the rules make of it is the case
    if (person === 'text') throw 'a text';
    JobBuffer.add(`performed for ${typeof person === 'string' ? person : 'a record'}`);
  }

  tryAnotherName(): void {
    JobBuffer.add('rescued WrongNameError');
    const returned = this.retryJob({ args: ['DIFFERENT!'] });
    JobBuffer.add(`retryJob returned the job: ${returned === this}`);
  }
}

/** The classes of an error and its causes. */
function chain(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return [error.constructor.name, chain(error.cause)].filter(Boolean).join(' < ');
}
