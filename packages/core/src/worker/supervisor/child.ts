import type { ChildProcess } from 'node:child_process';
import type { Clock } from '../../support/clock';
import type { ChildState, Metrics, ToChild, ToSupervisor } from './messages';
import type { ChildEnd } from './restart-rule';

/** What a child that never told takes to stop, in milliseconds. */
const USUAL_TIMEOUT = 25_000;
/** What a child may take longer than its own timeout before it is killed. */
const GRACE = 10_000;

type Answer = Exclude<ToSupervisor, { kind: 'ready' }>;

/** A worker process that was forked, seen from its supervisor. */
export class Child {
  readonly pid: number;
  /** Resolves to true once it works, to false when it ends before. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<ChildEnd>;
  readonly #process: ChildProcess;
  readonly #asked = new Map<number, (answer: Answer) => void>();
  #timeout = USUAL_TIMEOUT;
  #questions = 0;
  #isTold = false;
  #killer: NodeJS.Timeout | undefined;

  constructor(
    readonly number: number,
    process: ChildProcess,
    clock: Clock,
  ) {
    this.pid = process.pid ?? 0;
    this.#process = process;
    const startedAt = clock.now();
    this.ended = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        clearTimeout(this.#killer);
        resolve({ code, signal, life: clock.now() - startedAt });
      };
      process.once('exit', end);
      // A process that could not even be made: no 'exit' follows.
      process.once('error', () => process.pid === undefined && end(null, null));
    });
    this.ready = new Promise((resolve) => {
      process.on('message', (message: ToSupervisor) => this.#heard(message, resolve));
      void this.ended.then(() => resolve(false));
    });
  }

  /** Whether it was told to stop: its end is no surprise. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /** Passes a signal on. Told to stop and not gone in its own time, it is killed. */
  forward(signal: NodeJS.Signals): void {
    if (signal === 'SIGTERM' || signal === 'SIGINT') {
      this.#isTold = true;
      this.#killer ??= setTimeout(() => this.#process.kill('SIGKILL'), this.#timeout + GRACE);
    }
    this.#tell({ kind: 'signal', signal });
  }

  /** How it is; undefined when it does not say so within `timeout` milliseconds. */
  async look(timeout: number): Promise<ChildState | undefined> {
    const answer = await this.#ask((id) => ({ kind: 'look', id }), timeout);
    return answer?.kind === 'state' ? answer.state : undefined;
  }

  /** What it has counted; undefined when it does not say so within `timeout` milliseconds. */
  async metrics(queues: boolean, timeout: number): Promise<Metrics | undefined> {
    const answer = await this.#ask((id) => ({ kind: 'metrics', id, queues }), timeout);
    return answer?.kind === 'metrics' ? answer.metrics : undefined;
  }

  async #ask(question: (id: number) => ToChild, timeout: number): Promise<Answer | undefined> {
    const id = (this.#questions += 1);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve) => {
        timer = setTimeout(() => resolve(undefined), timeout);
        this.#asked.set(id, resolve);
        this.#tell(question(id));
      });
    } finally {
      clearTimeout(timer);
      this.#asked.delete(id);
    }
  }

  #heard(message: ToSupervisor, ready: (value: boolean) => void): void {
    if (message.kind !== 'ready') return this.#asked.get(message.id)?.(message);
    this.#timeout = message.timeout;
    ready(true);
  }

  /** A child that is just ending has closed its channel; its end says the rest. */
  #tell(message: ToChild): void {
    if (this.#process.connected) this.#process.send(message, () => {});
  }
}
