import type { createBullBoard } from '@bull-board/api';
import { UnsupportedOperationError, type Application } from '@drover/core';
import type { Queue } from 'bullmq';
import { DroverQueue } from './drover-queue';

/** A board of bull-board's, and whether its pages offer changes. */
export interface BullBoard extends Pick<ReturnType<typeof createBullBoard>, 'replaceQueues'> {
  readonly readOnlyMode: boolean;
}

/** Milliseconds for which the list of queues is not asked for again. */
const FRESH = 1000;

/** Keeps the queues of boards those that the application has, and asks for them once for all. */
export class BoardQueues {
  readonly #boards: readonly BullBoard[];
  readonly #queues = new Map<string, Queue>();
  #application: Application | undefined;
  #asked = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(boards: readonly BullBoard[]) {
    this.#boards = boards;
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
    for (const board of this.#boards) {
      const { readOnlyMode } = board;
      board.replaceQueues(
        [...this.#queues.values()].map((each) => new DroverQueue(each, application, readOnlyMode)),
      );
    }
    this.#asked = performance.now();
  }
}

async function open(name: string, { adapter }: Application): Promise<Queue> {
  if (!adapter.nativeQueue)
    throw new UnsupportedOperationError(adapter.name, 'keeps its queues in BullMQ', 'nativeQueue');
  return (await adapter.nativeQueue(name)) as Queue;
}
