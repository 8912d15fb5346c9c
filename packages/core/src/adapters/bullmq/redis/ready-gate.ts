import { isRefusal, toStoreError, unreachable } from './redis-errors';
import type { RedisClient } from './redis-source';

type Settle = (error?: Error) => void;

/** Where commands wait until a connection is there, and no longer than they may. */
export class ReadyGate {
  readonly #client: RedisClient;
  readonly #where: string;
  readonly #waiting = new Set<Settle>();
  #lastError: Error | undefined;

  constructor(client: RedisClient, where: string) {
    this.#client = client;
    this.#where = where;
    client.on('ready', () => this.#opened());
    client.on('error', (error: Error) => this.#failed(error));
  }

  /** @throws StoreError at once when the server refuses us, after `timeout` when it is away */
  async pass(timeout: number): Promise<void> {
    if (this.#client.status === 'ready') return;
    this.#connect();
    let timer: NodeJS.Timeout | undefined;
    let settle: Settle = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        settle = (error) => (error ? reject(error) : resolve());
        this.#waiting.add(settle);
        timer = setTimeout(
          () => reject(unreachable(this.#where, this.#lastError, timeout)),
          timeout,
        );
      });
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(settle);
    }
  }

  close(error: Error): void {
    for (const settle of [...this.#waiting]) settle(error);
  }

  /** Whoever is told of its failure is told by the 'error' event. */
  #connect(): void {
    const { status } = this.#client;
    if (status === 'wait' || status === 'end') this.#client.connect().catch(() => {});
  }

  #opened(): void {
    this.#lastError = undefined;
    for (const settle of [...this.#waiting]) settle();
  }

  #failed(error: Error): void {
    this.#lastError = error;
    if (!isRefusal(error)) return;
    for (const settle of [...this.#waiting]) settle(toStoreError(error, this.#where));
  }
}
