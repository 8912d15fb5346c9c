import type { Child } from './child';
import { afterEnd, backOff, type ChildEnd } from './restart-rule';
import type { SupervisorEvent } from './supervisor-event';

export interface SeatParts {
  readonly start: (number: number) => Child;
  readonly tell: (event: SupervisorEvent) => void;
  readonly giveUp: () => void;
}

/** One of the numbered places of a supervisor, always to be held by a child that works. */
export class Seat {
  readonly number: number;
  readonly #parts: SeatParts;
  #child: Child | undefined;
  /** Holds the place once it is ready. */
  #successor: Child | undefined;
  #everReady = false;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;
  #quiet = false;

  constructor(number: number, parts: SeatParts) {
    this.number = number;
    this.#parts = parts;
  }

  /** Who works here, unless it has just died. */
  get child(): Child | undefined {
    return this.#child;
  }

  fill(): void {
    const child = this.#start();
    this.#child = child;
    void child.ready.then((ready) => (this.#everReady ||= ready));
  }

  /** Starts another child, and stops the present one as soon as that works. False if it never does. */
  async replace(): Promise<boolean> {
    if (this.#stopping) return false;
    clearTimeout(this.#timer);
    const successor = this.#start();
    this.#successor = successor;
    const isReady = await successor.ready;
    this.#successor = undefined;
    if (this.#stopping) return false;
    if (!isReady) {
      if (!this.#child) this.#fillIn(backOff(this.#failures++));
      return false;
    }
    const old = this.#child;
    this.#child = successor;
    this.#everReady = true;
    old?.forward('SIGTERM');
    await old?.ended;
    return true;
  }

  /** No child takes its place from now on. Resolves to how those that are left end. */
  async stop(signal: NodeJS.Signals): Promise<readonly ChildEnd[]> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.forward(signal);
    return Promise.all(this.#children().map(({ ended }) => ended));
  }

  forward(signal: NodeJS.Signals): void {
    if (signal === 'SIGTSTP') this.#quiet = true;
    for (const child of this.#children()) child.forward(signal);
  }

  #children(): readonly Child[] {
    return [this.#child, this.#successor].filter((child) => child !== undefined);
  }

  #start(): Child {
    const child = this.#parts.start(this.number);
    this.#parts.tell({ kind: 'started', number: this.number, pid: child.pid });
    if (this.#quiet) child.forward('SIGTSTP');
    void child.ended.then((end) => this.#ended(child, end));
    return child;
  }

  #ended(child: Child, end: ChildEnd): void {
    const who = { number: this.number, pid: child.pid, end };
    if (this.#stopping || child.isTold) return this.#parts.tell({ kind: 'stopped', ...who });
    if (child !== this.#child) return this.#parts.tell({ kind: 'died', ...who, wait: undefined });
    this.#child = undefined;
    const verdict = afterEnd(end, { everReady: this.#everReady, failures: this.#failures });
    if (verdict.kind === 'giveUp') {
      this.#parts.tell({ kind: 'gaveUp', ...who });
      return this.#parts.giveUp();
    }
    this.#failures = verdict.failures;
    const wait = this.#successor ? undefined : verdict.wait;
    this.#parts.tell({ kind: 'died', ...who, wait });
    if (wait !== undefined) this.#fillIn(wait);
  }

  #fillIn(wait: number): void {
    this.#timer = setTimeout(() => this.fill(), wait);
  }
}
