import { Worker as Thread } from 'node:worker_threads';
import type { QueueAdapter } from '../../adapters/queue-adapter';
import type { Delivery } from '../../adapters/delivery';
import type { BareResult } from '../../execution/sandbox';
import { SandboxError } from '../../execution/sandbox-error';
import type { JobData } from '../../serialization/job-data';
import { toError } from '../../support/thrown-value-error';
import {
  toErrorText,
  type FromThread,
  type PlainDelivery,
  type ThreadOrder,
  type ToThread,
} from './messages';
import { serve, type AdapterCall } from './remote-adapter';

/** What a run that was aborted has to end by itself, in milliseconds. */
const GRACE = 500;

/** Milliseconds between two looks whether the run shall end at its next checkpoint. */
const ASKED = 200;

const MEBIBYTE = 1024 ** 2;
/** Above 16, V8 now and then ends the process of a thread that is out of memory, not the thread alone. */
const YOUNG_MB = 16;

interface Waiting {
  resolve(message: FromThread): void;
  reject(error: Error): void;
}

/** One thread, seen from the thread that works the queues. Does one thing at a time. */
export class SandboxThread {
  readonly #thread: Thread;
  readonly #adapter: QueueAdapter;
  readonly #loaded = new Set<string>();
  #waiting: Waiting | undefined;
  #delivery: Delivery | undefined;
  #aborted: Promise<unknown> | undefined;
  #uncaught: Error | undefined;
  #usable = true;

  constructor(
    entry: string,
    readonly memory: number | undefined,
    { adapter, order }: { adapter: QueueAdapter; order: ThreadOrder },
  ) {
    this.#adapter = adapter;
    const resourceLimits = memory !== undefined && {
      maxOldGenerationSizeMb: memory / MEBIBYTE,
      maxYoungGenerationSizeMb: YOUNG_MB,
    };
    this.#thread = new Thread(entry, {
      workerData: order,
      ...(resourceLimits && { resourceLimits }),
    });
    this.#thread.unref();
    this.#thread.on('message', (message: FromThread) => this.#hear(message));
    this.#thread.on('error', (error) => (this.#uncaught = toError(error)));
    this.#thread.on('exit', (code) => this.#gone(code));
  }

  /** Whether it can take another run. */
  get isUsable(): boolean {
    return this.#usable;
  }

  /** Loads a job file, once. @throws SandboxError */
  async load(file: string): Promise<void> {
    if (this.#loaded.has(file)) return;
    const answer = await this.#ask({ kind: 'load', file });
    if (answer.kind === 'loadFailed')
      throw new SandboxError(`A thread could not load ${file}: ${answer.error.message}`);
    this.#loaded.add(file);
  }

  /** Resolves to what came of it. @throws SandboxError when the thread ended before the run did */
  async run(delivery: Delivery, signal: AbortSignal): Promise<BareResult> {
    let timer: NodeJS.Timeout | undefined;
    this.#delivery = delivery;
    const answer = this.#ask({ kind: 'run', delivery: plain(delivery) });
    const abort = () => {
      this.#send({ kind: 'abort', reason: toErrorText(toError(signal.reason)) });
      timer = setTimeout(() => this.end(), GRACE);
      this.#aborted = Promise.allSettled([answer]);
    };
    const asking = setInterval(() => this.#interrupt(delivery), ASKED).unref();
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      return resultOf(await answer);
    } finally {
      clearTimeout(timer);
      clearInterval(asking);
      signal.removeEventListener('abort', abort);
      this.#delivery = undefined;
      this.#aborted = undefined;
    }
  }

  /** Resolves when no run is left that was told to end. */
  async whenAborted(): Promise<void> {
    await this.#aborted;
  }

  /** Ends it at once, whatever it does. */
  end(): void {
    this.#usable = false;
    void this.#thread.terminate();
  }

  #ask(message: ToThread): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#usable) this.#send(message);
      else this.#answer((waiting) => waiting.reject(new SandboxError('The thread has ended.')));
    });
  }

  #hear(message: FromThread): void {
    if (message.kind === 'log') return this.#delivery?.log(message.line);
    if (message.kind === 'progress') return this.#delivery?.progress?.(message.value);
    if (message.kind === 'keep') return this.#keep(message.data);
    if (message.kind === 'call') return void this.#serve(message);
    if (message.kind === 'ended' && message.broken) this.end();
    this.#answer((waiting) => waiting.resolve(message));
  }

  #keep(data: JobData): void {
    const delivery = this.#delivery;
    if (!delivery) return;
    delivery.handBackData = () => data;
    void delivery.keep?.('now');
  }

  #interrupt(delivery: Delivery): void {
    const reason = delivery.interruption?.({ completed: [], current: undefined });
    if (reason !== undefined) this.#send({ kind: 'interrupt', reason });
  }

  async #serve(call: AdapterCall): Promise<void> {
    this.#send({ kind: 'answer', ...(await serve(this.#adapter, call)) });
  }

  #gone(code: number): void {
    this.#usable = false;
    const why = this.#uncaught ? `: ${this.#uncaught.message}` : ` with exit code ${code}`;
    const error = new SandboxError(
      `The thread of the job ended before the job did${why}. Its process goes on.`,
      { cause: this.#uncaught },
    );
    this.#answer((waiting) => waiting.reject(error));
  }

  #answer(settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) settle(waiting);
  }

  #send(message: ToThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#thread.postMessage(message);
  }
}

function resultOf(message: FromThread): BareResult {
  if (message.kind === 'ended') return message.result;
  throw new SandboxError(`Expected the end of the run, got '${message.kind}'`);
}

function plain(delivery: Delivery): PlainDelivery {
  const { id, name, queue, priority, enqueuedAt, attemptsMade, data } = delivery;
  return { id, name, queue, priority, enqueuedAt, attemptsMade, data };
}
