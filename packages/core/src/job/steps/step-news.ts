import type { StepPlace, StepProgress } from '../../events/job-events';
import { toError } from '../../support/thrown-value-error';
import { hideSecrets } from '../hide-secrets';
import type { Stateful } from '../performable';
import { currentRuntime } from '../runtime';
import { Interruption } from './interruption';

/** Announces what becomes of the steps of a job. */
export class StepNews {
  readonly #job: Stateful;

  constructor(job: Stateful) {
    this.#job = job;
  }

  resumed(progress: StepProgress): void {
    const { events, summaries } = currentRuntime();
    if (events.has('resumed'))
      events.emit('resumed', {
        job: summaries.ofJob(this.#job),
        progress: summaries.progressOf(this.#job, progress),
      });
  }

  skipped(step: string): void {
    const { events, summaries } = currentRuntime();
    if (events.has('stepSkipped'))
      events.emit('stepSkipped', { job: summaries.ofJob(this.#job), step });
  }

  started(place: StepPlace, resumed: boolean): void {
    const { events, summaries } = currentRuntime();
    if (events.has('stepStarted'))
      events.emit('stepStarted', {
        job: summaries.ofJob(this.#job),
        step: summaries.placeOf(this.#job, place),
        resumed,
      });
  }

  /** @param thrown - what ended it, if it is not done */
  ended(place: StepPlace, duration: number, thrown?: { readonly value: unknown }): void {
    const { events, summaries, serializer } = currentRuntime();
    if (!events.has('stepEnded')) return;
    hideSecrets(this.#job, thrown?.value, { serializer });
    events.emit('stepEnded', {
      job: summaries.ofJob(this.#job),
      step: summaries.placeOf(this.#job, place),
      duration,
      ...(thrown && endOf(thrown.value)),
    });
  }
}

function endOf(thrown: unknown): { readonly interrupted: true } | { readonly error: Error } {
  return thrown instanceof Interruption ? { interrupted: true } : { error: toError(thrown) };
}
