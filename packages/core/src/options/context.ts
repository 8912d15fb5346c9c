import { DroverError } from '../support/drover-error';
import {
  contextDefinitions,
  currentScope,
  runInScope,
  type AttributeOptions,
  type ContextDefinition,
  type ContextValues,
} from '../support/scope';
import { checkKeys } from './check-keys';
import { InvalidOptionsError } from './invalid-options-error';

/** An attribute was set where no scope holds it. */
export class NoContextError extends DroverError {
  readonly code = 'DROVER_NO_CONTEXT';

  constructor(context: string, attribute: string) {
    super(
      `Expected ${context}.${attribute} to be set inside ${context}.run() or a job, was set outside: there ` +
        `it would never end. Wrap the request: ${context}.run({ ${attribute} }, fn).`,
    );
  }
}

const DEFINITION = Symbol.for('drover:context');

/** An attribute with its type. */
export interface ContextAttribute<T> extends AttributeOptions<T> {
  /** For the compiler alone. */
  readonly type?: T;
}

type Attributes = Readonly<Record<string, ContextAttribute<unknown>>>;

type ValueOf<A> = A extends ContextAttribute<infer T> ? T : never;
type ValuesOf<A extends Attributes> = { -readonly [Name in keyof A]: ValueOf<A[Name]> };

/** A context, to name in `set({ carry })`. */
export interface ContextReference {
  readonly [DEFINITION]: ContextDefinition;
}

/** Values that hold for one request, or one job, and all it awaits. */
export type Context<A extends Attributes = Attributes> = ValuesOf<A> &
  ContextReference & {
    /** Runs `fn` with these values; the others stay as they are. What `fn` sets ends with it. */
    run<T>(values: Partial<ValuesOf<A>>, fn: () => T): T;
    /** Sets every attribute back to its default. */
    reset(): void;
  };

const RESERVED = ['run', 'reset'];

/** Declares an attribute: `attribute<User>()`, `attribute<Account>({ carry: true })`. */
export function attribute<T>(options: { carry?: boolean } & { default: T }): ContextAttribute<T>;
export function attribute<T>(options?: { carry?: boolean }): ContextAttribute<T | undefined>;
export function attribute<T>(options: AttributeOptions<T> = {}): ContextAttribute<T> {
  checkKeys('attribute()', options, ['carry', 'default']);
  return Object.freeze({ ...options });
}

/**
 * Defines what belongs to the request or the job that runs: the user, the account. Every request and
 * every job has values of its own, whatever runs beside it; Rails' CurrentAttributes.
 *
 * @param name - what it is called in messages and payloads
 * @throws InvalidOptionsError when the name is taken by a context with other attributes
 *
 * @example
 * ```ts
 * export const Current = defineContext('Current', {
 *   user: attribute<User>(),
 *   account: attribute<Account>({ carry: true }),
 * });
 * Current.run({ user }, () => Current.user);
 * ```
 */
export function defineContext<A extends Attributes>(name: string, attributes: A): Context<A> {
  const definition = define(name, attributes);
  const context = {
    [DEFINITION]: definition,
    run: <T>(values: Partial<ValuesOf<A>>, fn: () => T): T => runWith(definition, values, fn),
    reset: () => void currentScope()?.contexts?.delete(name),
  };
  for (const each of definition.attributes.keys()) {
    Object.defineProperty(context, each, {
      enumerable: true,
      get: () => valueOf(definition, each),
      set: (value: unknown) => {
        setValue(definition, each, value);
      },
    });
  }
  return Object.freeze(context) as unknown as Context<A>;
}

export function definitionOf(where: string, context: unknown): ContextDefinition {
  const definition =
    typeof context === 'object' && context !== null && (context as ContextReference)[DEFINITION];
  if (definition) return definition;
  throw new InvalidOptionsError(where, 'what defineContext() returned', context);
}

function define(name: string, attributes: Attributes): ContextDefinition {
  if (typeof name !== 'string' || name === '')
    throw new InvalidOptionsError('defineContext() name', 'a text that is not empty', name);
  checkKeys('defineContext()', attributes, Object.keys(attributes ?? {}));
  const taken = Object.keys(attributes).find((each) => RESERVED.includes(each));
  if (taken !== undefined)
    throw new InvalidOptionsError(
      'defineContext()',
      `no attribute '${RESERVED.join("' or '")}'`,
      taken,
    );
  const definition = { name, attributes: new Map(Object.entries(attributes)) };
  const known = contextDefinitions.get(name);
  // A module that is loaded twice means the same context.
  if (known && namesIn(known) !== namesIn(definition))
    throw new InvalidOptionsError(
      `defineContext() '${name}'`,
      `a name of its own, or the attributes ${namesIn(known)}`,
      namesIn(definition),
    );
  contextDefinitions.set(name, definition);
  return definition;
}

function namesIn({ attributes }: ContextDefinition): string {
  return [...attributes.keys()].join(', ');
}

function runWith<T>({ name, attributes }: ContextDefinition, values: object, fn: () => T): T {
  checkKeys(`${name}.run()`, values, [...attributes.keys()]);
  const outer = currentScope();
  const contexts = copyOf(outer?.contexts);
  contexts.set(name, { ...contexts.get(name), ...values });
  return runInScope({ ambient: outer?.ambient ?? {}, contexts }, fn);
}

/** So that what one flow sets never shows in another. */
export function copyOf(
  contexts: ReadonlyMap<string, ContextValues> = new Map(),
): Map<string, ContextValues> {
  return new Map([...contexts].map(([name, values]) => [name, { ...values }]));
}

function valueOf({ name, attributes }: ContextDefinition, attributeName: string): unknown {
  const values = currentScope()?.contexts?.get(name);
  return values && Object.hasOwn(values, attributeName)
    ? values[attributeName]
    : attributes.get(attributeName)?.default;
}

function setValue({ name }: ContextDefinition, attributeName: string, value: unknown): void {
  const contexts = currentScope()?.contexts;
  if (!contexts) throw new NoContextError(name, attributeName);
  const values = contexts.get(name);
  if (values) values[attributeName] = value;
  else contexts.set(name, { [attributeName]: value });
}
