import { InvalidOptionsError } from '../options/invalid-options-error';
import { classDecorator, type JobClassDecorator } from './class-decorator';

/** The wire name of the class: what payloads carry. Fix it before renaming or minifying a class. */
export function JobName(name: string): JobClassDecorator {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new InvalidOptionsError('@JobName', 'a name that is not empty', name);
  }
  return classDecorator('@JobName', { kind: 'jobName', name });
}
