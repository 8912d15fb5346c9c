import type { Delivery, JobEventName, JobEvents, Outcome, StoredJob } from '@drover/core';
import type { LogLine } from './log-line';

type Told = { readonly [Name in JobEventName]: { readonly name: Name } & JobEvents[Name] };

/** Everything the jobs of one case went through. */
export class Trace {
  /** What was handed to the store. */
  readonly stored: StoredJob[] = [];
  /** What the store handed out, and when by the application's clock. */
  readonly runs: { readonly delivery: Delivery; readonly at: number }[] = [];
  readonly outcomes: { readonly id: string; readonly outcome: Outcome }[] = [];
  /** What was announced, in order. */
  readonly events: Told[JobEventName][] = [];
  readonly lines: LogLine[] = [];
  /** Messages of the errors that the error reporter was told of. */
  readonly reported: string[] = [];

  /** Whether every job that was stored has come to its end. */
  get settled(): boolean {
    return this.stored.every(({ id }) => this.endOf(id) !== undefined);
  }

  /** Whether those that were due at this time have. */
  settledUpTo(time: number): boolean {
    const due = this.stored.filter(({ scheduledAt = 0 }) => scheduledAt <= time);
    return due.every(({ id }) => this.endOf(id) !== undefined);
  }

  /** How the job ended; undefined while it waits or runs. */
  endOf(id: string): Outcome | undefined {
    return this.outcomes.find((each) => each.id === id && isEnd(each.outcome))?.outcome;
  }

  /** What was announced under this name. */
  told<Name extends JobEventName>(name: Name): readonly Told[Name][] {
    return this.events.filter((each): each is Told[Name] => each.name === name);
  }

  /** The messages that were logged, of one level or of all. */
  messages(level?: LogLine['level']): readonly string[] {
    const lines = this.lines.filter((line) => level === undefined || line.level === level);
    return lines.map(({ msg }) => msg);
  }

  /** Milliseconds before each retry, as announced. */
  get waits(): readonly number[] {
    return this.told('retryScheduled').map(({ wait }) => wait);
  }

  /** Why the first failed job failed. */
  get failure(): Error | undefined {
    const outcomes = this.outcomes.map(({ outcome }) => outcome);
    return outcomes.find((outcome) => outcome.kind === 'failed')?.error;
  }

  /** Milliseconds between one run and the next. */
  get gaps(): number[] {
    return this.runs.slice(1).map(({ at }, index) => at - (this.runs[index]?.at ?? 0));
  }
}

export function isEnd({ kind }: Outcome): boolean {
  return kind === 'completed' || kind === 'discarded' || kind === 'failed';
}
