import { EnqueueError } from '../adapters/enqueue-error';
import type { EnqueueReceipt, QueueAdapter } from '../adapters/queue-adapter';
import type { StoredJob } from '../adapters/stored-job';
import { UnsupportedOperationError } from '../adapters/unsupported-operation-error';
import type { ErrorText } from '../worker/sandbox/messages';
import type {
  AdapterAnswer,
  AdapterCall,
  PortName,
  RemoteDescription,
} from '../worker/sandbox/remote-adapter';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * The adapter of the process, asked from a thread: a thread opens no connection, and an embedded
 * store is open once.
 */
export class ProcessAdapter implements QueueAdapter {
  readonly name: string;
  readonly reordersKeys: boolean;
  readonly keepsBatches: boolean;
  declare readonly processes?: NonNullable<QueueAdapter['processes']>;
  declare readonly inspect?: NonNullable<QueueAdapter['inspect']>;
  declare readonly locks?: NonNullable<QueueAdapter['locks']>;
  declare readonly jobs?: NonNullable<QueueAdapter['jobs']>;
  declare readonly schedule?: NonNullable<QueueAdapter['schedule']>;
  readonly #send: (call: AdapterCall) => void;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor(description: RemoteDescription, send: (call: AdapterCall) => void) {
    this.name = description.name;
    this.reordersKeys = description.reordersKeys;
    this.keepsBatches = description.keepsBatches;
    this.#send = send;
    const ports = description.ports.map((port) => [port, () => this.#port(port)] as const);
    Object.assign(this, Object.fromEntries(ports));
  }

  async enqueue(job: StoredJob): Promise<EnqueueReceipt> {
    try {
      return (await this.#call(undefined, 'enqueue', [job])) as EnqueueReceipt;
    } catch (error) {
      throw new EnqueueError((error as Error).message, { cause: error });
    }
  }

  async enqueueAll(jobs: readonly StoredJob[]): Promise<(EnqueueReceipt | Error)[]> {
    const results = (await this.#call(undefined, 'enqueueAll', [jobs])) as (
      | EnqueueReceipt
      | { readonly error: ErrorText }
    )[];
    return results.map((each) => ('error' in each ? new EnqueueError(each.error.message) : each));
  }

  consume(): never {
    throw new UnsupportedOperationError('the thread of a sandboxed job', 'works queues', 'consume');
  }

  async close(): Promise<void> {}

  /** What the process answered. */
  answer({ call, value, error }: AdapterAnswer): void {
    const waiting = this.#waiting.get(call);
    this.#waiting.delete(call);
    if (error) waiting?.reject(toRemoteError(error));
    else waiting?.resolve(value);
  }

  /** Every method of a port is a question with one answer. */
  #port(port: PortName): object {
    // A promise that resolves to it asks for its `then`.
    const ask = (_: object, method: string | symbol) =>
      method === 'then'
        ? undefined
        : (...args: readonly unknown[]) => this.#call(port, String(method), args);
    return new Proxy({}, { get: ask });
  }

  #call(port: PortName | undefined, method: string, args: readonly unknown[]): Promise<unknown> {
    const call = (this.#calls += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      this.#send({ call, port, method, args: args.map(plain) });
    });
  }
}

/** What travels of an argument: its callbacks are for this side. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function toRemoteError({ name, message, code }: ErrorText): Error {
  return Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
}
