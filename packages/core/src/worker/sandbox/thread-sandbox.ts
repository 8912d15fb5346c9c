import type { QueueAdapter } from '../../adapters/queue-adapter';
import type { Sandbox, Seat, SeatedClass } from '../../execution/sandbox';
import { SandboxError } from '../../execution/sandbox-error';
import type { ThreadOrder } from './messages';
import { describeAdapter } from './remote-adapter';
import { SandboxThread } from './sandbox-thread';

/** How long a thread that nobody needs is kept, in milliseconds. */
const KEPT = 30_000;

interface ThreadSandboxParts {
  /** The file that a thread runs. */
  readonly entry: string;
  readonly adapter: QueueAdapter;
  /** What a thread configures when no `drover.config.*` does. */
  readonly options: object;
}

/** As many threads as sandboxed jobs run at once, used again and again; none before the first. */
export class ThreadSandbox implements Sandbox {
  readonly #parts: ThreadSandboxParts;
  readonly #threads = new Set<SandboxThread>();
  readonly #idle = new Map<SandboxThread, NodeJS.Timeout>();

  constructor(parts: ThreadSandboxParts) {
    this.#parts = parts;
  }

  async seat({ name, file, memory }: SeatedClass): Promise<Seat> {
    if (file === 'code')
      throw new SandboxError(
        `${name} is @Sandboxed and was registered in code, so that no thread can load it. Put it ` +
          `into a file of a folder that configure({ jobs }) names.`,
      );
    const thread = this.#take(memory);
    try {
      await thread.load(file);
    } catch (error) {
      this.#release(thread);
      throw error;
    }
    return this.#seatOn(thread);
  }

  /** Ends every thread, once the runs that were told to end have had their time. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#threads].map((thread) => thread.whenAborted()));
    for (const thread of this.#threads) this.#dismiss(thread);
  }

  #seatOn(thread: SandboxThread): Seat {
    let empty = true;
    return {
      run: async (delivery, signal) => {
        // Handed back, or out of time, before it began: the thread may be another's by now.
        signal.throwIfAborted();
        empty = false;
        return thread.run(delivery, signal).finally(() => this.#release(thread));
      },
      leave: () => {
        if (empty) this.#release(thread);
        empty = false;
      },
    };
  }

  /** The one used last: the others may then go. */
  #take(memory: number | undefined): SandboxThread {
    const thread = [...this.#idle.keys()].findLast(
      (each) => each.isUsable && each.memory === memory,
    );
    if (!thread) return this.#start(memory);
    clearTimeout(this.#idle.get(thread));
    this.#idle.delete(thread);
    return thread;
  }

  #start(memory: number | undefined): SandboxThread {
    const { entry, adapter, options } = this.#parts;
    const order: ThreadOrder = { options, adapter: describeAdapter(adapter) };
    const thread = new SandboxThread(entry, memory, { adapter, order });
    this.#threads.add(thread);
    return thread;
  }

  #release(thread: SandboxThread): void {
    if (!thread.isUsable || !this.#threads.has(thread)) return this.#dismiss(thread);
    this.#idle.set(thread, setTimeout(() => this.#dismiss(thread), KEPT).unref());
  }

  #dismiss(thread: SandboxThread): void {
    clearTimeout(this.#idle.get(thread));
    this.#idle.delete(thread);
    this.#threads.delete(thread);
    thread.end();
  }
}
