import { CHANNELS } from './channels';
import type { JobEventName, JobEvents } from './job-events';

export type Listener<Name extends JobEventName> = (payload: JobEvents[Name]) => void;

/**
 * Announces what happened, to the listeners of this application and on `node:diagnostics_channel`. A
 * listener's error is handed to `onListenerError`, never to a job.
 */
export class EventBus {
  readonly #listeners = new Map<JobEventName, Set<Listener<never>>>();
  readonly #onListenerError: (error: unknown, event: JobEventName) => void;

  constructor(onListenerError: (error: unknown, event: JobEventName) => void) {
    this.#onListenerError = onListenerError;
  }

  /** Returns the function that ends the subscription. */
  on<Name extends JobEventName>(name: Name, listener: Listener<Name>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(name, listeners);
    return () => void listeners.delete(listener);
  }

  /** Whether anybody listens; spares the hot path from building payloads nobody reads. */
  has(name: JobEventName): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0 || CHANNELS[name].hasSubscribers;
  }

  emit<Name extends JobEventName>(name: Name, payload: JobEvents[Name]): void {
    const listeners = this.#listeners.get(name) as Set<Listener<Name>> | undefined;
    for (const listener of listeners ?? []) this.#call(listener, name, payload);
    CHANNELS[name].publish(payload);
  }

  #call<Name extends JobEventName>(
    listener: Listener<Name>,
    name: Name,
    payload: JobEvents[Name],
  ): void {
    try {
      listener(payload);
    } catch (error) {
      this.#onListenerError(error, name);
    }
  }
}
