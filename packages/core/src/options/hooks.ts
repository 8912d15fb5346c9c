import 'reflect-metadata';

export type HookPoint = 'enqueue' | 'perform';

/** A method that runs at a point of a job's life. */
export interface Hook {
  readonly point: HookPoint | 'discard';
  readonly when: 'before' | 'around' | 'after';
  readonly method: string | symbol;
}

type HookMark = Omit<Hook, 'method'>;

const KEY = Symbol.for('drover:hooks');

/**
 * Marks a method as a hook. The mark sits on the function itself: a standard method decorator
 * runs before its class exists, a legacy one after, and both see the function.
 */
export function markHook(method: object, mark: HookMark): void {
  const marks = (Reflect.getOwnMetadata(KEY, method) as HookMark[] | undefined) ?? [];
  Reflect.defineMetadata(KEY, [...marks, mark], method);
}

/** Every hook of the class in the order of the source, the parents' first, as Rails does. */
export function hooksOf(prototype: object): readonly Hook[] {
  const parent: unknown = Object.getPrototypeOf(prototype);
  const inherited = typeof parent === 'object' && parent !== null ? hooksOf(parent) : [];
  return [...inherited, ...ownHooks(prototype).filter((hook) => !includes(inherited, hook))];
}

function ownHooks(prototype: object): Hook[] {
  return Reflect.ownKeys(prototype).flatMap((method) => {
    const value: unknown = Object.getOwnPropertyDescriptor(prototype, method)?.value;
    if (typeof value !== 'function') return [];
    const marks = (Reflect.getOwnMetadata(KEY, value) as HookMark[] | undefined) ?? [];
    return marks.map((mark) => ({ ...mark, method }));
  });
}

/** An override that is decorated again still runs once. */
function includes(hooks: readonly Hook[], { point, when, method }: Hook): boolean {
  return hooks.some((each) => each.point === point && each.when === when && each.method === method);
}
