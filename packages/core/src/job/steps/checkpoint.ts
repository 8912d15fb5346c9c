import type { Delivery, StepPosition } from '../../adapters/delivery';
import { currentRuntime } from '../runtime';
import { enqueueScope } from '../transactions/enqueue-scope';
import { CheckpointError } from './continuation-errors';
import { Interruption } from './interruption';

/** Milliseconds after which a run gives way to everything else in its process. */
const TURN = 20;

interface Checked {
  readonly delivery: Delivery | undefined;
  readonly signal: () => AbortSignal;
}

/** Where a run may end, and go on later. */
export class Checkpoint {
  readonly #run: Checked;
  #turnAt = currentRuntime().clock.now();

  constructor(run: Checked) {
    this.#run = run;
  }

  /**
   * Refuses to move on in a transaction.
   *
   * @throws CheckpointError
   */
  check(): void {
    if (this.#run.delivery && enqueueScope())
      throw new CheckpointError(
        'A checkpoint inside a transaction: what it saved would stay when the transaction is rolled ' +
          'back. Set the cursor once the transaction is committed.',
      );
  }

  /**
   * Ends the run if its process stops, it was cancelled, or its time is over.
   *
   * @throws Interruption, or the reason of the run's signal
   * @throws CheckpointError in a transaction
   */
  async pass(position: StepPosition): Promise<void> {
    const { delivery, signal } = this.#run;
    this.check();
    await this.#giveWay();
    signal().throwIfAborted();
    const reason = delivery?.interruption?.(position);
    if (reason !== undefined) throw new Interruption(reason);
  }

  /** A loop that awaits nothing real would keep the signal to stop, and its own lock, from being seen to. */
  async #giveWay(): Promise<void> {
    const { clock } = currentRuntime();
    if (clock.now() - this.#turnAt < TURN) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#turnAt = clock.now();
  }
}
