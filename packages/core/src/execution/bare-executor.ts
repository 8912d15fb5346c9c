import type { Delivery } from '../adapters/delivery';
import { runCallbacks } from '../job/callbacks';
import { carriedAttributes } from '../job/carried-attributes';
import { hideSecrets } from '../job/hide-secrets';
import type { Job } from '../job/job';
import { STATE } from '../job/job-state';
import { ownerOf, sealedResult } from '../job/sealed-data';
import { parseArguments } from '../job/parse-arguments';
import { Snooze } from '../job/snooze';
import { Interruption } from '../job/steps/interruption';
import { optionsOf } from '../options/job-options';
import type { DeclaringClass } from '../options/declarations';
import type { JobRegistry } from '../registry/job-registry';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import { toError } from '../support/thrown-value-error';
import { deliver } from './deliver';
import { inJobScope } from './in-job-scope';
import { restore } from './restore';
import type { Instances } from './instances';
import type { BareResult } from './sandbox';
import { toThrownForm } from './thrown-form';

interface BareExecutorParts {
  readonly registry: JobRegistry;
  readonly serializer: ArgumentSerializer;
  readonly instances: Instances;
}

/** The half of an attempt that a sandbox has: decode, callbacks, `perform`. It decides nothing. */
export class BareExecutor {
  readonly #parts: BareExecutorParts;

  constructor(parts: BareExecutorParts) {
    this.#parts = parts;
  }

  /** Never rejects. */
  async perform(delivery: Delivery): Promise<BareResult> {
    try {
      const { registry, instances } = this.#parts;
      const job = deliver(delivery, registry);
      job[STATE].executions += 1;
      return await inJobScope(job, async () =>
        this.#attempt(await instances.of(job), delivery.name),
      );
    } catch (thrown) {
      return this.thrown(delivery.name, toError(thrown));
    }
  }

  /** That a job of this name came to this error. */
  thrown(name: string, error: Error): BareResult {
    const { registry, serializer } = this.#parts;
    const { policies } = optionsOf(registry.resolve(name));
    return { kind: 'thrown', thrown: toThrownForm(error, policies, serializer) };
  }

  async #attempt(job: Job, name: string): Promise<BareResult> {
    let result: BareResult;
    try {
      result = await this.#run(job);
    } catch (thrown) {
      result = signalled(thrown) ?? this.thrown(name, toError(thrown));
    }
    return this.#withProgress(job, result);
  }

  /** For the next run, if there may be one. */
  #withProgress(job: Job, result: BareResult): BareResult {
    if (result.kind === 'performed' || result.kind === 'halted') return result;
    const { data, restored, steps } = job[STATE];
    const stored = steps?.stored();
    const progress = stored && { steps: { stored, advanced: steps?.advanced === true } };
    if (data?.attributes && !restored) return { ...result, ...progress };
    const attributes = carriedAttributes(job, this.#parts.serializer);
    return { ...result, ...(attributes && { attributes }), ...progress };
  }

  async #run(job: Job): Promise<BareResult> {
    const state = job[STATE];
    const { serializer } = this.#parts;
    const { performHooks } = optionsOf(job.constructor as DeclaringClass);
    await restore(job, serializer);
    state.args = await serializer.deserialize(state.data?.args ?? [], ownerOf(job));
    const args = await parseArguments(job, state.args);
    const perform = async (): Promise<unknown> => job.perform(...(args as never[]));
    const result = await runCallbacks(job, performHooks, perform);
    state.steps?.settle();
    if (state.retry) return this.#retryAsked(state.retry);
    return result.halted ? { kind: 'halted' } : this.#performed(job, result.value);
  }

  #retryAsked({ args, ...request }: NonNullable<Job[typeof STATE]['retry']>): BareResult {
    const encoded = args && this.#parts.serializer.serialize(args);
    return { kind: 'retryAsked', request, ...(encoded && { args: encoded }) };
  }

  /** A value that cannot be stored must not fail a job that did its work. */
  #performed(job: Job, value: unknown): BareResult {
    if (value === undefined) return { kind: 'performed' };
    try {
      const encoded = this.#parts.serializer.serializeValue(value);
      return { kind: 'performed', value: sealedResult(job, encoded, this.#parts) };
    } catch (error) {
      const { message } = hideSecrets(job, toError(error), this.#parts);
      return { kind: 'performed', dropped: message };
    }
  }
}

/** What is thrown and is no error. */
function signalled(thrown: unknown): BareResult | undefined {
  if (thrown instanceof Snooze) return { kind: 'snoozed', delay: thrown.delay };
  if (!(thrown instanceof Interruption)) return undefined;
  const { reason, isolating } = thrown;
  return { kind: 'interrupted', reason, isolating };
}
