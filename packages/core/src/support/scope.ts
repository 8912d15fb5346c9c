import { AsyncLocalStorage } from 'node:async_hooks';

/** What a job takes along from the code that makes it, and runs in. */
export interface Ambient {
  readonly locale?: string;
  /** IANA name, such as 'Europe/Berlin'. */
  readonly timeZone?: string;
  /** Which request, of a user or of another service, this is part of. */
  readonly requestId?: string;
}

/** The values of a context's attributes. */
export type ContextValues = Record<string, unknown>;

/** What is in force in one asynchronous flow. */
export interface Scope {
  readonly ambient: Ambient;
  /** By the name of the context. Absent where no context has begun: setting an attribute would never end. */
  readonly contexts: Map<string, ContextValues> | undefined;
}

/** An attribute of a context. */
export interface AttributeOptions<T> {
  /** Its value where nobody has set one. Default undefined. */
  readonly default?: T;
  /** Whether jobs take it along. Default false. */
  readonly carry?: boolean;
}

/** A context as it was defined. */
export interface ContextDefinition {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, AttributeOptions<unknown>>;
}

interface Shared {
  readonly storage: AsyncLocalStorage<Scope>;
  readonly definitions: Map<string, ContextDefinition>;
}

const KEY = Symbol.for('drover:scope');

/** One per process, even when two copies of this package are loaded. */
const { storage, definitions } = ((globalThis as Record<symbol, unknown>)[KEY] ??= {
  storage: new AsyncLocalStorage<Scope>(),
  definitions: new Map(),
}) as Shared;

/** Every context of the process, by name. */
export const contextDefinitions: Map<string, ContextDefinition> = definitions;

/** The scope of this flow; undefined where nobody opened one. */
export function currentScope(): Scope | undefined {
  return storage.getStore();
}

export function runInScope<T>(scope: Scope, fn: () => T): T {
  return storage.run(scope, fn);
}
