import { setTimeout } from 'node:timers/promises';
import { StoreError } from '../store-error';
import type { BullStore } from './store';

export interface StoreAccessOptions {
  readonly open: () => Promise<BullStore>;
  readonly production: boolean;
  /** Milliseconds. */
  readonly enqueueTimeout: number;
  readonly onWarning: (warning: { code: string; message: string }) => void;
  readonly onError: (error: Error) => void;
}

/** Milliseconds between two tries to start a worker on a store that is away. */
const PAUSE_BETWEEN_TRIES = 500;

/** The way to the store: opened at the first use, and checked once before it is given jobs. */
export class StoreAccess {
  readonly #options: StoreAccessOptions;
  #opening: Promise<BullStore> | undefined;
  #store: BullStore | undefined;
  #checking: Promise<void> | undefined;
  #closed = false;

  constructor(options: StoreAccessOptions) {
    this.#options = options;
  }

  /** The store, when it is open. Costs no promise. */
  get current(): BullStore | undefined {
    return this.#store;
  }

  /** Connected to nothing yet. */
  open(): Promise<BullStore> {
    this.#opening ??= this.#openOnce();
    return this.#opening;
  }

  /** Connected. Rejects in bounded time. */
  async ready(): Promise<BullStore> {
    const store = await this.open();
    await store.ready(this.#options.enqueueTimeout);
    return store;
  }

  /** Connected, and fit to keep jobs. */
  async fit(): Promise<BullStore> {
    const store = await this.ready();
    await this.#checkOnce(store);
    return store;
  }

  /** A store that is away is waited for; one that is unfit is an error. */
  async fitAtLast(): Promise<BullStore> {
    for (;;) {
      try {
        return await this.fit();
      } catch (error) {
        if (this.#closed || !isAway(error)) throw error;
        this.#options.onError(error);
        await setTimeout(PAUSE_BETWEEN_TRIES);
      }
    }
  }

  /** Gives the store up; whoever had it closes it. */
  async release(): Promise<BullStore | undefined> {
    this.#closed = true;
    const store = this.#store ?? (await this.#opening?.catch(() => undefined));
    this.#store = undefined;
    this.#opening = undefined;
    this.#checking = undefined;
    return store;
  }

  async #openOnce(): Promise<BullStore> {
    try {
      const store = await this.#options.open();
      store.onError(this.#options.onError);
      return (this.#store = store);
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  #checkOnce(store: BullStore): Promise<void> {
    this.#checking ??= this.#check(store).catch((error: unknown) => {
      this.#checking = undefined;
      throw error;
    });
    return this.#checking;
  }

  async #check(store: BullStore): Promise<void> {
    const { production, onWarning } = this.#options;
    for (const warning of await store.check({ production })) onWarning(warning);
  }
}

function isAway(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code === 'DROVER_STORE_UNREACHABLE';
}
