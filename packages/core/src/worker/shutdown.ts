import type { Worker } from './worker';

/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

/**
 * Signals that come before there is a worker: the first SIGTERM or SIGINT is kept for it, and none
 * of them kills a process that is handing its jobs back.
 */
export class Signals {
  /** Resolves to the first SIGTERM or SIGINT. */
  readonly stop: Promise<NodeJS.Signals>;
  readonly #source: SignalSource;
  #worker: Worker | undefined;
  #stops = 0;

  constructor(source: SignalSource) {
    this.#source = source;
    this.stop = new Promise((resolve) => {
      for (const name of ['SIGTERM', 'SIGINT'] as const) {
        source.on(name, () => this.#stopSignal(name, resolve));
      }
    });
  }

  /** From now on SIGTSTP quiets this worker, and SIGTTIN and SIGUSR2 have it say what it runs. */
  attach(worker: Worker): void {
    this.#worker = worker;
    this.#source.on('SIGTSTP', () => void worker.quiet());
    for (const name of ['SIGTTIN', 'SIGUSR2'] as const) {
      this.#source.on(name, () => worker.report());
    }
  }

  /** A second one is louder: what still runs is handed back now. */
  #stopSignal(name: NodeJS.Signals, resolve: (name: NodeJS.Signals) => void): void {
    this.#stops += 1;
    resolve(name);
    if (this.#stops > 1) void this.#worker?.stop({ timeout: 0, reason: name });
  }
}
