import type { StopReport } from '../consumer';
import type { Perform } from '../delivery';
import { applyOutcome, type ApplyParts } from './apply-outcome';
import type { Gate } from './limits/gate';
import type { RunningJob } from './running-job';
import type { TrimRhythm } from './trim-rhythm';

interface RunsParts {
  readonly perform: Perform;
  readonly gate: Gate;
  /** For what becomes of a job after its run. */
  readonly apply: ApplyParts;
}

/** What one consumer runs, and what its stop makes of that. */
export class Runs {
  /** At this moment. */
  readonly running: ReadonlySet<RunningJob>;
  readonly #running = new Set<RunningJob>();
  readonly #parts: RunsParts;
  #finished = 0;
  #stopReason: string | undefined;
  #interrupted: string[] = [];

  constructor(parts: RunsParts) {
    this.#parts = parts;
    this.running = this.#running;
  }

  /** Runs a job, and has the store know of the outcome. Gives or throws what BullMQ understands. */
  async run(running: RunningJob, trims: TrimRhythm): Promise<unknown> {
    const { perform, gate, apply } = this.#parts;
    this.#running.add(running);
    running.stopReason = this.#stopReason;
    try {
      const outcome = await running.run(perform);
      const ending = running.end();
      if (ending) await ending;
      trims.pace(running.job);
      gate.leave(running, outcome);
      if (outcome.kind === 'completed') return outcome.value;
      if (outcome.kind === 'interrupted') this.#noteInterrupted(running);
      return await applyOutcome(running, outcome, apply);
    } finally {
      this.#running.delete(running);
      this.#finished += 1;
    }
  }

  /** Has every run end at its next checkpoint, and counts from here. */
  interrupt(reason: string): void {
    this.#finished = 0;
    this.#stopReason = reason;
    for (const running of this.#running) running.stopReason = reason;
  }

  /** All are handed back before the first is told: another process may have them by then. Gives their ids. */
  async handBack(reason: string): Promise<readonly string[]> {
    const left = [...this.#running].filter(({ settled }) => !settled);
    const results = await Promise.allSettled(left.map((running) => running.handBack(reason)));
    const handedBack = left.filter((_, index) => results[index]?.status === 'fulfilled');
    for (const running of left) running.abort(reason);
    this.#finished -= handedBack.length;
    return handedBack.map(({ id }) => id);
  }

  /** Another process may have them by now: whoever listens to the signal stops. */
  lose(queue: string, ids: readonly string[]): void {
    for (const running of this.#running) {
      if (running.queue === queue && ids.includes(running.id)) running.lose();
    }
  }

  /** What became of them since `interrupt()`. */
  report(handedBack: readonly string[]): StopReport {
    const interrupted = this.#interrupted;
    const finished = this.#finished - interrupted.length;
    return { finished, handedBack, ...(interrupted.length > 0 && { interrupted }) };
  }

  /** At a checkpoint, in the course of a stop. */
  #noteInterrupted({ id, isHandedBack, stopReason }: RunningJob): void {
    if (stopReason !== undefined && !isHandedBack) this.#interrupted.push(id);
  }
}
