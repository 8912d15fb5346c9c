import { Worker as Thread } from 'node:worker_threads';
import type { EventBus } from '../../events/event-bus';
import type { RunningMirror } from '../running-jobs';
import { RunningBoard } from './running-board';
import type { LineForm, LoopBlocked, WatchOrder } from './watch-order';

export interface LoopWatchOptions {
  readonly worker: { mirrorTo(mirror: RunningMirror): void };
  readonly events: EventBus;
  /** Milliseconds. */
  readonly lockDuration: number;
  /** Undefined: the thread writes nothing. */
  readonly form: LineForm | undefined;
}

/** Two renewals fit into a lock: a loop that misses the first is on its way to missing both. */
const SHARE_OF_LOCK = 0.5;
const LONGEST_BEAT = 1000;

/**
 * Notices that a job blocks the event loop before its lock runs out. A thread of its own does, for
 * this one cannot do a thing by then.
 */
export class LoopWatch {
  readonly #board = new RunningBoard();
  readonly #thread: Thread;
  readonly #beat: NodeJS.Timeout;

  constructor({ worker, events, lockDuration, form }: LoopWatchOptions) {
    const limit = lockDuration * SHARE_OF_LOCK;
    const order: WatchOrder = { memory: this.#board.memory, limit, lockDuration, form };
    // Nothing of the application's: neither its loaders nor its preloaded modules.
    const bare = { execArgv: [], env: {}, stdin: false };
    this.#thread = new Thread(require.resolve('./loop-watch-thread'), {
      ...bare,
      workerData: order,
    });
    this.#thread.on('message', (blocked: LoopBlocked) => events.emit('loopBlocked', blocked));
    this.#thread.on('error', (error) =>
      events.emit('strayError', { error, origin: 'uncaughtException', count: 1, running: [] }),
    );
    this.#thread.unref();
    this.#beat = setInterval(() => this.#turn(), Math.min(LONGEST_BEAT, limit / 4)).unref();
    worker.mirrorTo(this.#board);
  }

  async close(): Promise<void> {
    clearInterval(this.#beat);
    await this.#thread.terminate();
  }

  #turn(): void {
    Atomics.add(this.#board.heartbeat, 0, 1);
    Atomics.notify(this.#board.heartbeat, 0);
  }
}
