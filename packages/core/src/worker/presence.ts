import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  ProcessCommand,
  ProcessDirectory,
  ProcessRecord,
} from '../adapters/process-directory';
import type { EventBus } from '../events/event-bus';
import type { Clock } from '../support/clock';
import { VERSION } from '../support/version';
import { within } from '../support/within';
import type { Worker } from './worker';

export interface PresenceParts {
  readonly directory: ProcessDirectory;
  readonly clock: Clock;
  /** Whether a supervisor starts another when this process ends. */
  readonly supervised: boolean;
  /** Of the declarations of the schedule that this process runs. */
  readonly schedule: () => string | undefined;
  /** Tells when a worker quiets or stops; told, once, of a directory that does not answer. */
  readonly events: EventBus;
}

/** Milliseconds between two beats, and until a process that sends none is taken to be gone. */
export interface Rhythm {
  readonly interval: number;
  readonly ttl: number;
}

/** Three beats may get lost, and a killed process is gone within a minute all the same. */
const RHYTHM: Rhythm = { interval: 10_000, ttl: 45_000 };

/** How long a process that ends waits for its entry to be taken out. */
const FAREWELL = 1000;

/** Announces this process for as long as it has a worker, and hears what it is told from elsewhere. */
export class Presence {
  readonly #parts: PresenceParts;
  readonly #rhythm: Rhythm;
  readonly #id = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
  readonly #startedAt: number;
  readonly #workers = new Set<Worker>();
  #timer: NodeJS.Timeout | undefined;
  /** What it was told and has obeyed, until the directory knows that. */
  #heard: ProcessCommand | undefined;
  #failing = false;
  /** One at a time: a beat that overtook the farewell would bring the process back to life. */
  #last: Promise<void> = Promise.resolve();

  constructor(parts: PresenceParts, rhythm = RHYTHM) {
    this.#parts = parts;
    this.#rhythm = rhythm;
    this.#startedAt = parts.clock.now();
    parts.events.on('workerQuiet', () => this.renew());
    parts.events.on('workerStopped', () => this.renew());
  }

  join(worker: Worker): void {
    this.#workers.add(worker);
    this.#timer ??= setInterval(() => this.renew(), this.#rhythm.interval).unref();
    this.renew();
  }

  /** Something has changed, or it is time. With the last worker the process leaves. */
  renew(): void {
    for (const worker of this.#workers) if (worker.isStopped) this.#workers.delete(worker);
    if (this.#workers.size === 0) void this.leave();
    else this.#enqueue(() => this.#beat());
  }

  /** Waits for the store for a moment and no more. Idempotent. */
  async leave(): Promise<void> {
    this.#workers.clear();
    if (this.#timer) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#enqueue(() => this.#parts.directory.remove(this.#id));
    }
    await within(this.#last, FAREWELL);
  }

  async #beat(): Promise<void> {
    const { directory } = this.#parts;
    const command = await directory.beat(this.#describe(), this.#rhythm.ttl, this.#heard);
    this.#heard = command;
    if (command) this.#obey(command);
  }

  /** What SIGTSTP and SIGTERM do to a worker; whoever owns the process sees to the rest. */
  #obey(command: ProcessCommand): void {
    this.#parts.events.emit('workerCommanded', { command });
    for (const worker of this.#workers) void worker[command]();
  }

  #enqueue(write: () => Promise<void>): void {
    this.#last = this.#last.then(write).then(
      () => void (this.#failing = false),
      (error: Error) => this.#report(error),
    );
  }

  #report(error: Error): void {
    if (!this.#failing) this.#parts.events.emit('storeError', { error });
    this.#failing = true;
  }

  #describe(): ProcessRecord {
    const workers = [...this.#workers];
    const running = workers.flatMap((worker) => worker.running());
    const schedule = this.#parts.schedule();
    return {
      id: this.#id,
      hostname: hostname(),
      pid: process.pid,
      version: VERSION,
      startedAt: this.#startedAt,
      beatAt: this.#parts.clock.now(),
      queues: workers.flatMap(({ queues }) => queues),
      concurrency: workers.reduce((sum, { concurrency }) => sum + concurrency, 0),
      busy: running.length,
      rss: process.memoryUsage.rss(),
      quiet: workers.every(({ isQuiet }) => isQuiet),
      ...(this.#parts.supervised && { supervised: true }),
      ...(schedule !== undefined && { schedule }),
      running: running.toSorted((a, b) => a.since - b.since),
    };
  }
}
