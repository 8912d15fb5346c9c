import type { createBullBoard } from '@bull-board/api';
import { UnsupportedOperationError, type Application } from '@drover/core';
import type { Queue } from 'bullmq';
import { DroverQueue } from './drover-queue';

type BullBoard = Pick<ReturnType<typeof createBullBoard>, 'replaceQueues'>;

/** Milliseconds for which the list of queues is not asked for again. */
const FRESH = 1000;

/** Keeps a board's queues those that the application has. */
export class BoardQueues {
  readonly #board: BullBoard;
  readonly #queues = new Map<string, DroverQueue>();
  #application: Application | undefined;
  #asked = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(board: BullBoard) {
    this.#board = board;
  }

  /** Rejects when the store does not answer. */
  async refresh(application: Application): Promise<void> {
    if (application !== this.#application) this.#start(application);
    if (performance.now() - this.#asked < FRESH) return;
    this.#asking ??= this.#ask(application).finally(() => (this.#asking = undefined));
    await this.#asking;
  }

  /** An application that was set up anew has queues, and connections, of its own. */
  #start(application: Application): void {
    this.#application = application;
    this.#queues.clear();
    this.#asked = -Infinity;
    this.#asking = undefined;
  }

  async #ask(application: Application): Promise<void> {
    const names = await application.operations.queueNames();
    for (const name of names)
      if (!this.#queues.has(name)) this.#queues.set(name, await open(name, application));
    if (application !== this.#application) return;
    this.#board.replaceQueues([...this.#queues.values()]);
    this.#asked = performance.now();
  }
}

async function open(name: string, application: Application): Promise<DroverQueue> {
  const { adapter } = application;
  if (!adapter.nativeQueue)
    throw new UnsupportedOperationError(adapter.name, 'keeps its queues in BullMQ', 'nativeQueue');
  const queue = await adapter.nativeQueue(name);
  return new DroverQueue(queue as Queue, application);
}
