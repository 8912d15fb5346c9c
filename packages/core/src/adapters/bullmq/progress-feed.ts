import type { JsonValue } from '../../support/json';

/** Milliseconds between two writes: as often as somebody who watches can follow. */
const INTERVAL = 200;

/** Writes how far a run is: the first word at once, later ones at a bounded rate, always the last. */
export class ProgressFeed {
  readonly #write: (value: JsonValue) => void;
  #latest: { readonly value: JsonValue } | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(write: (value: JsonValue) => void) {
    this.#write = write;
  }

  put(value: JsonValue): void {
    this.#latest = { value };
    if (!this.#timer) this.#send();
  }

  /** Writes what was held back: the run is over. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#latest) this.#write(this.#latest.value);
    this.#latest = undefined;
  }

  #send(): void {
    this.#timer = undefined;
    if (!this.#latest) return;
    this.#write(this.#latest.value);
    this.#latest = undefined;
    this.#timer = setTimeout(() => this.#send(), INTERVAL).unref();
  }
}
