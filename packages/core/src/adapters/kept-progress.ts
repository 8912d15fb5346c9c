/** Milliseconds between two writes: what a crash may have a job do twice. */
const INTERVAL = 1000;

/**
 * Stores how far a run is, for the case that its process dies: at a bounded rate, always the last, one
 * write at a time.
 */
export class KeptProgress {
  readonly #write: () => Promise<unknown>;
  #writing: Promise<unknown> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #again = false;
  #over = false;

  constructor(write: () => Promise<unknown>) {
    this.#write = write;
  }

  /** See `Delivery.keep`. */
  async keep(when: 'soon' | 'now'): Promise<void> {
    if (when === 'now') await this.#now();
    else this.#soon();
  }

  /** Writes no more. Resolves when nothing is on its way any more. */
  async end(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#timer);
    await this.#writing;
  }

  #soon(): void {
    if (this.#over) return;
    this.#again = true;
    if (!this.#timer && !this.#writing) this.#send();
  }

  async #now(): Promise<void> {
    await this.#writing;
    if (this.#over) return;
    // Of several that waited, the first sends what all of them want stored.
    if (!this.#writing) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#send();
    }
    await this.#writing;
  }

  #send(): void {
    this.#again = false;
    this.#writing = this.#writeAndRest();
  }

  async #writeAndRest(): Promise<void> {
    // What could not be stored is stored with the next write, or with the end of the run.
    await this.#write().catch(() => {});
    this.#writing = undefined;
    if (this.#over) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#again) this.#send();
    }, INTERVAL).unref();
  }
}
