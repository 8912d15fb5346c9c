import type { SignalSource } from '../shutdown';
import type { ChildState, Metrics, ToChild, ToSupervisor } from './messages';

/** The part of `process` that joins a child to its supervisor. */
export interface LinkedProcess {
  on(event: NodeJS.Signals, listener: () => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  readonly connected: boolean;
  send?: ((message: ToSupervisor) => unknown) | undefined;
}

type CollectMetrics = (what: { readonly queues: boolean }) => Promise<Metrics>;

/**
 * The child's end of the line to its supervisor. A signal may reach a child on two ways: a terminal
 * and systemd send it to every process of a group, and the supervisor passes its own on. Both are the
 * same signal, and only the second on one of the ways is a second one.
 */
export class ParentLink implements SignalSource {
  readonly #process: LinkedProcess;
  readonly #passedOn = new Map<NodeJS.Signals, number>();
  readonly #direct = new Map<NodeJS.Signals, number>();
  readonly #listeners = new Map<NodeJS.Signals, () => void>();
  #look: () => Promise<ChildState> = starting;
  #metrics: CollectMetrics = async () => [];

  constructor(process: LinkedProcess) {
    this.#process = process;
    process.on('message', (message) => this.#heard(message as ToChild));
    // Nobody is left to restart this process, and nobody will tell it to stop.
    process.on('disconnect', () => this.#orphaned());
    // A terminal that closes sends it to the whole group; for a supervisor it means something else.
    process.on('SIGHUP', () => {});
  }

  on(signal: NodeJS.Signals, listener: () => void): void {
    this.#listeners.set(signal, listener);
    this.#process.on(signal, () => this.#count(this.#direct, signal));
    // What was passed on before anybody listened still holds.
    for (let times = this.#passedOn.get(signal) ?? 0; times > 0; times -= 1) listener();
  }

  /** This process works from now on, `look` tells how it is, and `metrics` what it has counted. */
  works(
    timeout: number,
    look: () => Promise<ChildState>,
    metrics: CollectMetrics = async () => [],
  ): void {
    this.#look = look;
    this.#metrics = metrics;
    this.#tell({ kind: 'ready', timeout });
  }

  #heard(message: ToChild): void {
    if (message.kind === 'signal') this.#count(this.#passedOn, message.signal);
    else if (message.kind === 'look') void this.#answer(message.id);
    else void this.#answerMetrics(message.id, message.queues);
  }

  #orphaned(): void {
    if (this.#heardTimes('SIGTERM') === 0) this.#count(this.#passedOn, 'SIGTERM');
  }

  async #answer(id: number): Promise<void> {
    this.#tell({ kind: 'state', id, state: await this.#look() });
  }

  /** One that cannot tell says nothing, and the scrape goes on without it. */
  async #answerMetrics(id: number, queues: boolean): Promise<void> {
    const metrics = await this.#metrics({ queues }).catch(() => undefined);
    if (metrics) this.#tell({ kind: 'metrics', id, metrics });
  }

  #tell(message: ToSupervisor): void {
    if (this.#process.connected) this.#process.send?.(message);
  }

  #count(way: Map<NodeJS.Signals, number>, signal: NodeJS.Signals): void {
    const before = this.#heardTimes(signal);
    way.set(signal, (way.get(signal) ?? 0) + 1);
    if (this.#heardTimes(signal) > before) this.#listeners.get(signal)?.();
  }

  #heardTimes(signal: NodeJS.Signals): number {
    return Math.max(this.#passedOn.get(signal) ?? 0, this.#direct.get(signal) ?? 0);
  }
}

async function starting(): Promise<ChildState> {
  const readiness = { ready: false, why: 'starting: no worker runs yet' };
  return { rss: process.memoryUsage.rss(), readiness };
}
