import type { ProcessReadiness, Readiness } from '../readiness';
import type { Child } from './child';
import type { ChildEnd } from './restart-rule';
import type { Metrics } from './messages';
import { Seat } from './seat';
import type { SupervisorEvent } from './supervisor-event';

export interface SupervisorOptions {
  readonly processes: number;
  /** Bytes a child may take before another takes its place. */
  readonly maxMemory: number | undefined;
  readonly start: (number: number) => Child;
  readonly tell: (event: SupervisorEvent) => void;
  /** Milliseconds between two looks at the memory. Default 10 s. */
  readonly memoryInterval?: number;
}

/** Milliseconds a child has to say how it is. */
const PATIENCE = 1500;

/** Keeps a number of worker processes at work. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #seats: readonly Seat[];
  readonly #memoryTimer: NodeJS.Timeout | undefined;
  readonly #outgrown = new WeakSet<Child>();
  #restartIsDue = false;
  /** One replacement at a time, whatever asked for it. */
  #turn: Promise<unknown> = Promise.resolve();
  #gaveUp = false;
  #stopping: Promise<number> | undefined;
  #stopped!: (exitCode: number) => void;
  /** Resolves to the exit code when the last child is gone. */
  readonly over: Promise<number> = new Promise((resolve) => (this.#stopped = resolve));

  constructor(options: SupervisorOptions) {
    this.#options = options;
    const { processes, maxMemory, start, tell, memoryInterval = 10_000 } = options;
    const giveUp = () => this.#giveUp();
    this.#seats = Array.from(
      { length: processes },
      (_, index) => new Seat(index + 1, { start, tell, giveUp }),
    );
    if (maxMemory !== undefined)
      this.#memoryTimer = setInterval(() => void this.#checkMemory(maxMemory), memoryInterval);
  }

  start(): void {
    for (const seat of this.#seats) seat.fill();
  }

  /** Passes a signal on that is no business of the supervisor itself. */
  forward(signal: NodeJS.Signals): void {
    for (const seat of this.#seats) seat.forward(signal);
  }

  /** Stops all children. A second signal is passed on: it is louder. */
  stop(signal: NodeJS.Signals): void {
    if (this.#stopping) return this.forward(signal);
    clearInterval(this.#memoryTimer);
    this.#stopping = this.#stop(signal);
    void this.#stopping.then(this.#stopped);
  }

  /** Replaces every child, one at a time. The first that does not come to work ends it. */
  restart(): void {
    if (this.#restartIsDue) return;
    this.#restartIsDue = true;
    this.#inTurn(() => this.#restart());
  }

  /** Ready when every child is. */
  async look(): Promise<Readiness> {
    const processes = await Promise.all(this.#seats.map(lookAt));
    const unready = processes.filter(({ ready }) => !ready);
    if (unready.length === 0) return { ready: true, processes };
    const why = unready.map(({ number, why: reason }) => `process ${number}: ${reason}`).join('; ');
    return { ready: false, why, processes };
  }

  /** What each child has counted that says so; one of them tells of the queues. */
  async metrics(): Promise<readonly Metrics[]> {
    const children = this.#seats.flatMap(({ child }) => child ?? []);
    const answers = await Promise.all(
      children.map((child, index) => child.metrics(index === 0, PATIENCE)),
    );
    return answers.filter((metrics) => metrics !== undefined);
  }

  async #restart(): Promise<void> {
    this.#restartIsDue = false;
    const { tell } = this.#options;
    tell({ kind: 'restarting' });
    for (const seat of this.#seats) {
      if (await seat.replace()) continue;
      if (!this.#stopping) tell({ kind: 'restartAborted', number: seat.number });
      return;
    }
    tell({ kind: 'restarted' });
  }

  async #checkMemory(limit: number): Promise<void> {
    await Promise.all(this.#seats.map((seat) => this.#checkMemoryOf(seat, limit)));
  }

  async #checkMemoryOf(seat: Seat, limit: number): Promise<void> {
    const { child } = seat;
    const { rss = 0 } = (await child?.look(PATIENCE)) ?? {};
    if (!child || rss <= limit || this.#outgrown.has(child)) return;
    this.#outgrown.add(child);
    this.#options.tell({ kind: 'tooLarge', number: seat.number, pid: child.pid, rss, limit });
    this.#inTurn(async () => {
      if (seat.child === child && !(await seat.replace())) this.#outgrown.delete(child);
    });
  }

  #inTurn(work: () => Promise<unknown>): void {
    this.#turn = this.#turn.then(() => (this.#stopping ? undefined : work()));
  }

  #giveUp(): void {
    this.#gaveUp = true;
    this.stop('SIGTERM');
  }

  async #stop(signal: NodeJS.Signals): Promise<number> {
    const ends = await Promise.all(this.#seats.map((seat) => seat.stop(signal)));
    return !this.#gaveUp && ends.flat().every(isClean) ? 0 : 1;
  }
}

async function lookAt({ number, child }: Seat): Promise<ProcessReadiness> {
  if (!child) return { number, ready: false, why: 'it died, and waits to be started again' };
  const { pid } = child;
  const state = await child.look(PATIENCE);
  return state
    ? { number, pid, ...state.readiness }
    : { number, pid, ready: false, why: 'it does not answer' };
}

/** A child that was still starting has not yet taken over the signals, and nothing was lost. */
function isClean({ code, signal }: ChildEnd): boolean {
  return code === 0 || signal === 'SIGTERM' || signal === 'SIGINT';
}
