import type { Redis } from 'ioredis';
import { StoreError } from '../../store-error';
import type { ErrorFeed } from '../error-feed';
import { within } from '../../../support/within';
import { boundCommands } from './bound-commands';
import { joinPieces } from './join-pieces';
import { letProcessEnd } from './let-process-end';
import { ReadyGate } from './ready-gate';
import { producerSettings } from './settings';
import type { RedisClient, RedisSource } from './redis-source';

/** How long a close waits for the replies that are still to come, in milliseconds. */
const FAREWELL = 1000;

/** The one connection of all queues: quick to fail, and back by itself. Connects at first use. */
export class ProducerConnection {
  readonly client: RedisClient;
  readonly #source: RedisSource;
  readonly #gate: ReadyGate;
  #closing: Promise<void> | undefined;

  constructor(
    source: RedisSource,
    { name, timeout, errors }: { name: string; timeout: number; errors: ErrorFeed },
  ) {
    this.#source = source;
    this.client = source.connect(producerSettings(name, timeout));
    // The timer is the last that a command gets: ioredis deletes it, which is slow for all but the last.
    boundCommands(this.client, timeout);
    joinPieces(this.client);
    if (!source.isCluster) letProcessEnd(this.client as Redis);
    this.#gate = new ReadyGate(this.client, source.where);
    this.client.on('error', errors.report);
    this.client.on('ready', errors.reset);
  }

  get isReady(): boolean {
    return this.client.status === 'ready' && this.#closing === undefined;
  }

  async ready(timeout: number): Promise<void> {
    if (this.#closing) throw this.#closed();
    await this.#gate.pass(timeout);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** QUIT is answered after every command before it. */
  async #close(): Promise<void> {
    this.#gate.close(this.#closed());
    if (this.client.status === 'ready') await within(this.client.quit(), FAREWELL);
    this.client.disconnect();
  }

  #closed(): StoreError {
    return new StoreError(
      'DROVER_STORE_UNREACHABLE',
      `The connection to ${this.#source.where} was closed. Enqueue before you close, or configure again.`,
    );
  }
}
