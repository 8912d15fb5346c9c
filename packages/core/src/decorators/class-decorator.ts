import { Job } from '../job/job';
import { declare, type Declaration, type DeclaringClass } from '../options/declarations';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** A class decorator that works under `experimentalDecorators` and as a standard decorator. */
export type JobClassDecorator = (target: DeclaringClass, context?: ClassDecoratorContext) => void;

/** A decorator that adds one declaration to the class it stands on. */
export function classDecorator(name: string, declaration: Declaration): JobClassDecorator {
  return (target) => {
    if (typeof target !== 'function' || !(target.prototype instanceof Job))
      throw new InvalidOptionsError(name, 'to stand on a class that extends Job', target);
    declare(target, declaration);
  };
}
