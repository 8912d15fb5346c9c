import { declareAttribute } from '../options/attributes';
import { checkKeys } from '../options/check-keys';
import { InvalidOptionsError } from '../options/invalid-options-error';

/** How an `@Attribute` field is read. */
export interface AttributeDeclaration {
  /** What a stored value becomes in a run, for values written by another version of the class. */
  readonly parse?: (value: unknown) => unknown;
}

/** A field decorator that works under `experimentalDecorators` and as a standard decorator. */
export interface JobFieldDecorator {
  (value: undefined, context: ClassFieldDecoratorContext): void;
  (prototype: object, name: string | symbol): void;
}

/**
 * The field travels with the job: what a run leaves in it is there in the next one, after a retry, a
 * snooze, or when a stopping process hands the run back. Its initial value is its default.
 *
 * @example
 * ```ts
 * @Attribute() cursor = 0;
 * ```
 */
export function Attribute(options: AttributeDeclaration = {}): JobFieldDecorator {
  checkKeys('@Attribute', options, ['parse']);
  const { parse } = options;
  if (parse !== undefined && typeof parse !== 'function')
    throw new InvalidOptionsError('@Attribute parse', 'a function', parse);
  return (target: object | undefined, place: string | symbol | ClassFieldDecoratorContext) => {
    if (typeof place !== 'object') {
      if (typeof target !== 'object') throw misplaced('static');
      declareAttribute(target, { name: checkName(place), parse });
      return;
    }
    if (place.kind !== 'field') throw misplaced(place.kind);
    if (place.static) throw misplaced('static');
    if (place.private) throw misplaced('private');
    const name = checkName(place.name);
    // Not every compiler has it.
    const { metadata } = place;
    if (metadata) return declareAttribute(metadata, { name, parse });
    // The class does not exist yet: each instance that is made declares it, the first for all.
    place.addInitializer(function (this: unknown) {
      declareAttribute((this as object).constructor.prototype as object, { name, parse });
    });
  };
}

function checkName(name: string | symbol): string {
  if (typeof name === 'symbol') throw misplaced(String(name));
  return name;
}

function misplaced(what: string): InvalidOptionsError {
  return new InvalidOptionsError('@Attribute', 'to stand on a public field of a job', what);
}
