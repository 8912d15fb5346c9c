export type ErrorListener = (error: Error) => void;

/** Passes connection errors on. A client that reconnects says the same thing several times a second. */
export class ErrorFeed {
  readonly #listeners: ErrorListener[] = [];
  readonly #said = new Set<string>();

  add(listener: ErrorListener): void {
    this.#listeners.push(listener);
  }

  readonly report = (error: Error): void => {
    const what = describeCause(error);
    if (this.#said.has(what)) return;
    this.#said.add(what);
    for (const listener of this.#listeners) listener(error);
  };

  /** The store is back: what is said from here on is news. */
  readonly reset = (): void => this.#said.clear();
}

/** An AggregateError, which is what a refused `localhost` gives, has no message. */
export function describeCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || (error as NodeJS.ErrnoException).code || error.name;
}
