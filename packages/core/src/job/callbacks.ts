import type { Hook } from '../options/hooks';
import { Halt } from './halt';

/** How a chain of callbacks ended. */
export type CallbackResult<T> =
  | { readonly halted: false; readonly value: T }
  | { readonly halted: true; readonly reason?: string };

type HookMethod = (next?: () => Promise<unknown>) => unknown;

/**
 * Runs `body` inside the job's hooks: before and around in the order of the source, after hooks
 * in reverse. A `halt()` before the body ends the chain; later hooks and the body do not run. An
 * around hook that deals with the body's error has dealt with it: the value is then undefined. One
 * that does not wait for the body is waited for.
 */
export async function runCallbacks<T>(
  job: object,
  hooks: readonly Hook[],
  body: () => Promise<T>,
): Promise<CallbackResult<T>> {
  if (hooks.length === 0) return { halted: false, value: await body() };
  const chain = new CallbackChain(job, hooks, body);
  try {
    await chain.run(0);
    return await chain.result();
  } catch (thrown) {
    if (thrown instanceof Halt) return halted(thrown.reason);
    throw thrown;
  }
}

class CallbackChain<T> {
  #body: Promise<T> | undefined;
  #done: { value: T } | undefined;
  #settled = false;

  constructor(
    readonly job: object,
    readonly hooks: readonly Hook[],
    readonly body: () => Promise<T>,
  ) {}

  async run(index: number): Promise<unknown> {
    const hook = this.hooks[index];
    if (!hook) return this.#run();
    const method = (this.job as Record<string | symbol, HookMethod>)[hook.method]?.bind(this.job);
    const next = () => watched(this.run(index + 1));
    if (hook.when === 'around') return this.#aroundValue(await method?.(next));
    if (hook.when === 'before') await method?.();
    const value = await next();
    if (hook.when === 'after' && this.#done) await method?.();
    return value;
  }

  /** An around hook that never called its continuation has halted the chain. */
  async result(): Promise<CallbackResult<T>> {
    if (!this.#body) return halted('an around callback did not go on');
    if (!this.#settled) return { halted: false, value: await this.#body };
    return { halted: false, value: this.#done?.value as T };
  }

  async #run(): Promise<T> {
    this.#body = this.body();
    try {
      this.#done = { value: await this.#body };
      return this.#done.value;
    } finally {
      this.#settled = true;
    }
  }

  /** What an outer around hook sees is what the body returned, whatever the inner hook returns. */
  #aroundValue(returned: unknown): unknown {
    return this.#done ? this.#done.value : returned;
  }
}

/** Nobody may be waiting for it; then its error must not end the process. */
export function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function halted(reason: string | undefined): { halted: true; reason?: string } {
  return reason === undefined ? { halted: true } : { halted: true, reason };
}
