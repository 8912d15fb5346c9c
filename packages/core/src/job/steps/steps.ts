import type { Delivery } from '../../adapters/delivery';
import type { StoredSteps } from '../../serialization/job-data';
import { currentRuntime } from '../runtime';
import type { Checkpoint } from './checkpoint';
import { InvalidStepError } from './continuation-errors';
import type { CursorRoom } from './cursor-room';
import { Interruption } from './interruption';
import type { RunSteps } from './run-steps';
import { Step } from './step';
import type { StepNews } from './step-news';
import { checkStep } from './step-order';

/** How one step is taken. */
export interface StepOptions<Cursor> {
  /** The cursor at first. */
  readonly start?: Cursor;
  /** Whether the step has a run of its own, and what comes after it another. Default false. */
  readonly isolated?: boolean;
}

interface StepsParts {
  readonly delivery: Delivery | undefined;
  readonly checkpoint: Checkpoint;
  readonly room: CursorRoom;
  readonly news: StepNews;
  /** What earlier runs did, with the cursor decoded. */
  readonly before?: { readonly steps: StoredSteps; readonly cursor: unknown };
}

/** The steps of one run, which leaves out what earlier runs have done. */
export class Steps implements RunSteps {
  resumptions: number;
  readonly #parts: StepsParts;
  readonly #completed: string[];
  readonly #met: string[] = [];
  #current: Step<unknown> | undefined;
  #isRunning = false;
  #hasAdvanced = false;
  #isolating = false;
  #unsaved = false;
  /** What ended this run, or a step of it. */
  #thrown: { readonly value: unknown } | undefined;

  constructor(parts: StepsParts) {
    const { steps, cursor } = parts.before ?? {};
    this.#parts = parts;
    this.#completed = [...(steps?.completed ?? [])];
    this.resumptions = steps?.resumptions ?? 0;
    if (steps?.current) this.#current = this.#step(steps.current.name, cursor, true);
  }

  get advanced(): boolean {
    return this.#hasAdvanced || this.#current?.advanced === true;
  }

  get completed(): readonly string[] {
    return this.#completed;
  }

  /** The step under way, or where an earlier run ended. */
  get current(): { readonly name: string; readonly cursor: unknown } | undefined {
    return this.#current;
  }

  stored(): StoredSteps | undefined {
    if (this.#completed.length === 0 && !this.#current) return undefined;
    return {
      completed: [...this.#completed],
      ...(this.#current && { current: this.#current.stored }),
      ...(this.resumptions > 0 && { resumptions: this.resumptions }),
    };
  }

  /**
   * Takes a step, unless an earlier run has done it.
   *
   * @throws Interruption, InvalidStepError, whatever the body throws
   */
  async take<Cursor>(
    name: string,
    { start, isolated = false }: StepOptions<Cursor>,
    body: (step: Step<Cursor>) => unknown,
  ): Promise<void> {
    this.#check(name);
    try {
      if (this.#hasAdvanced) {
        await this.#parts.checkpoint.pass(this);
        // Another may have begun meanwhile, when nobody awaited this one.
        this.#check(name);
      }
      this.#met.push(name);
      if (this.#completed.includes(name)) return this.#parts.news.skipped(name);
      this.#isolating ||= isolated;
      if (this.#isolating && this.advanced) throw new Interruption('isolating', true);
      await this.#take(this.#begin(name, start), body);
    } catch (value) {
      this.#thrown = { value };
      throw value;
    }
  }

  settle(): void {
    if (this.#thrown?.value instanceof Interruption) throw this.#thrown.value;
    if (this.#isRunning)
      throw new InvalidStepError(
        `perform() has returned, and step '${this.#current?.name}' is under way. Await each step.`,
      );
  }

  #check(name: string): void {
    if (this.#thrown?.value instanceof Interruption) throw this.#thrown.value;
    if (this.#thrown)
      throw new InvalidStepError(
        `Step '${name}' follows one that threw. Let the error end the run, or catch it inside the step.`,
      );
    checkStep(name, {
      completed: this.#completed,
      met: this.#met,
      current: this.#current?.name,
      isRunning: this.#isRunning,
    });
  }

  async #take<Cursor>(step: Step<Cursor>, body: (step: Step<Cursor>) => unknown): Promise<void> {
    const { delivery, news } = this.#parts;
    const { clock } = currentRuntime();
    this.#isRunning = true;
    try {
      if (this.#unsaved) await delivery?.keep?.('now');
      this.#unsaved = false;
      const startedAt = clock.now();
      news.started(step.stored, step.resumed);
      await announced(
        () => body(step),
        (thrown) => news.ended(step.stored, clock.now() - startedAt, thrown),
      );
      this.#complete(step.name);
    } finally {
      this.#isRunning = false;
      this.#hasAdvanced ||= step.advanced;
    }
  }

  /** Where an earlier run ended, or at the start. */
  #begin<Cursor>(name: string, start: Cursor | undefined): Step<Cursor> {
    const { current } = this;
    if (current?.cursor === undefined)
      this.#current = this.#step(name, start, current !== undefined);
    return this.#current as Step<Cursor>;
  }

  #complete(name: string): void {
    this.#completed.push(name);
    this.#current = undefined;
    this.#hasAdvanced = true;
    this.#unsaved = true;
  }

  #step<Cursor>(name: string, cursor: Cursor, resumed: boolean): Step<Cursor> {
    const { checkpoint, delivery, room } = this.#parts;
    return new Step({
      ...{ name, cursor, resumed },
      check: (stored) => {
        checkpoint.check();
        if (stored !== undefined) room.check(name, stored);
      },
      checkpoint: () => checkpoint.pass(this),
      moved: () => void delivery?.keep?.('soon'),
    });
  }
}

/** Runs `body` and tells how it ended. */
async function announced(
  body: () => unknown,
  ended: (thrown?: { readonly value: unknown }) => void,
): Promise<void> {
  try {
    await body();
  } catch (value) {
    ended({ value });
    throw value;
  }
  ended();
}
