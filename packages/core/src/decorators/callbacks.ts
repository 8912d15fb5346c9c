import { markHook, type Hook } from '../options/hooks';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** A method decorator that works under `experimentalDecorators` and as a standard decorator. */
export interface JobMethodDecorator {
  (method: object, context: ClassMethodDecoratorContext): void;
  (prototype: object, name: string | symbol, descriptor: PropertyDescriptor): void;
}

/** Runs before the job is stored. `halt()` in it ends the enqueue. */
export const BeforeEnqueue = hook('@BeforeEnqueue', 'enqueue', 'before');
/** Runs around the storing; gets the continuation and must call it. */
export const AroundEnqueue = hook('@AroundEnqueue', 'enqueue', 'around');
/** Runs after the job was stored. */
export const AfterEnqueue = hook('@AfterEnqueue', 'enqueue', 'after');
/** Runs before `perform`. `halt()` in it ends the run. */
export const BeforePerform = hook('@BeforePerform', 'perform', 'before');
/** Runs around `perform`; gets the continuation, must call it, and gets perform's value from it. */
export const AroundPerform = hook('@AroundPerform', 'perform', 'around');
/** Runs after `perform` returned. */
export const AfterPerform = hook('@AfterPerform', 'perform', 'after');
/** Runs once when the job is given up, whatever the reason; gets the error. */
export const AfterDiscard = hook('@AfterDiscard', 'discard', 'after');

function hook(name: string, point: Hook['point'], when: Hook['when']): () => JobMethodDecorator {
  return (...misplaced: unknown[]) => {
    if (misplaced.length > 0)
      throw new InvalidOptionsError(name, `parentheses: ${name}()`, misplaced[0]);
    return (target: object, _name: unknown, descriptor?: PropertyDescriptor) => {
      const method: unknown = descriptor ? descriptor.value : target;
      if (typeof method !== 'function')
        throw new InvalidOptionsError(name, 'to stand on a method', method);
      markHook(method, { point, when });
    };
  };
}
