import { Job } from '../job/job';
import { declare, type Declaration, type DeclaringClass } from '../options/declarations';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** A class decorator that works under `experimentalDecorators` and as a standard decorator. */
export type JobClassDecorator = (target: DeclaringClass, context?: ClassDecoratorContext) => void;

/** A decorator that adds one declaration to the class it stands on. */
export function classDecorator(name: string, declaration: Declaration): JobClassDecorator {
  return (target) => {
    if (typeof target !== 'function' || !(target.prototype instanceof Job))
      throw new InvalidOptionsError(
        name,
        'to stand on a class that extends Job',
        target,
        isOldProposal(target) ? OLD_PROPOSAL : '',
      );
    declare(target, declaration);
  };
}

const OLD_PROPOSAL =
  'This file was compiled by an old proposal of decorators, as Next.js does it by default: set ' +
  '"experimentalDecorators" in tsconfig.json.';

/** What is decorated was a description of the class, then. */
function isOldProposal(target: unknown): boolean {
  return typeof target === 'object' && target !== null && 'elements' in target;
}
