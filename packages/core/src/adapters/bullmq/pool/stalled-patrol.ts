import type { PooledQueue } from './pooled-queue';

interface StalledPatrolParts {
  readonly queues: readonly PooledQueue[];
  /** Milliseconds between two rounds. */
  readonly interval: number;
  /** Whether a job is active anywhere, or waits for one that was; one cheap question that spares an idle store the rounds. */
  readonly anyActive: () => Promise<boolean>;
  /** Hands on what those that are gone held. */
  readonly heal: () => Promise<void>;
  readonly onRecovered: (queue: string, ids: readonly string[]) => void;
  readonly onError: (error: Error) => void;
}

/** Gives jobs back whose worker is gone: their lock ran out. */
export class StalledPatrol {
  readonly #parts: StalledPatrolParts;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: StalledPatrolParts) {
    this.#parts = parts;
  }

  start(): void {
    void this.#round();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      if (await this.#parts.anyActive()) await this.#checkAll();
    } catch (error) {
      if (!this.#closed) this.#parts.onError(error as Error);
    }
    if (!this.#closed) this.#timer = setTimeout(() => void this.#round(), this.#parts.interval);
  }

  async #checkAll(): Promise<void> {
    for (const { name, worker } of this.#parts.queues) {
      if (this.#closed) return;
      const ids = await worker.getBackend().moveStalledJobsToWait();
      if (ids.length > 0) this.#parts.onRecovered(name, ids);
    }
    await this.#parts.heal();
  }
}
