import type { Delivery } from '../adapters/delivery';
import type { JobSummary, StepPlace, StepProgress } from '../events/job-events';
import type { DeclaringClass } from '../options/declarations';
import type { JobDefaults } from '../options/job-defaults';
import { optionsOf } from '../options/job-options';
import { NO_FILTER, type ParameterFilter } from '../options/parameter-filter';
import { priorityFor, queueNameFor } from '../options/queue-name';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import { ENCRYPTED, withoutSealed } from '../serialization/encryption/sealed-value';
import { filterArguments } from '../serialization/filter-arguments';
import type { JobData } from '../serialization/job-data';
import { describeValue } from '../support/describe-value';
import type { JsonValue } from '../support/json';
import { STATE } from './job-state';
import type { Stateful } from './performable';
import { ALL, changeArguments, changeValues } from './sealed-data';

export interface SummaryParts {
  /** The short name of the adapter. */
  readonly adapter: string;
  readonly defaults: JobDefaults;
  readonly serializer: ArgumentSerializer;
  /** Whether arguments are shown at all. */
  readonly showArguments: boolean;
  readonly filter: ParameterFilter;
  /** The class of a wire name, where this process knows it. */
  readonly classNamed: (name: string) => DeclaringClass | undefined;
}

/** Jobs as events tell of them: without the arguments, or the parts of them, that are for nobody. */
export class Summaries {
  readonly #parts: SummaryParts;

  constructor(parts: SummaryParts) {
    this.#parts = parts;
  }

  /** @param args - its encoded arguments, where the job does not carry them */
  ofJob(job: Stateful, args?: readonly JsonValue[]): JobSummary {
    const { defaults, adapter } = this.#parts;
    const state = job[STATE];
    const jobClass = job.constructor as DeclaringClass;
    return {
      id: state.id,
      name: optionsOf(jobClass).name,
      adapter,
      queue: state.queue ?? queueNameFor(job, state.set.queue, defaults),
      priority: state.priority ?? priorityFor(job, state.set.priority, defaults),
      args: this.#shown(jobClass, () => args ?? state.data?.args ?? this.#encoded(state.args)),
      executions: state.executions,
      enqueuedAt: state.enqueuedAt,
      scheduledAt: state.scheduledAt,
      ...(state.requestId !== undefined && { requestId: state.requestId }),
    };
  }

  /** How far a job is in its steps; cursors show where arguments do. */
  progressOf(job: object, { completed, current }: StepProgress): StepProgress {
    return { completed, ...(current && { current: this.placeOf(job, current) }) };
  }

  placeOf(job: object, { name, cursor }: StepPlace): StepPlace {
    const { showArguments, filter } = this.#parts;
    const own = optionsOf(job.constructor as DeclaringClass);
    if (cursor === undefined || !(own.showArguments ?? showArguments)) return { name };
    if (own.encrypted) return { name, cursor: ENCRYPTED };
    const keys = [...filter.keys, ...own.filter.keys];
    const [shown = null] = filterArguments([cursor], { keys, positions: [] });
    return { name, cursor: shown };
  }

  /** Of a delivery without a job object. */
  ofDelivery(delivery: Delivery): JobSummary {
    const { id, name, queue, priority, enqueuedAt, attemptsMade, data } = delivery;
    const args = Array.isArray(data?.args) ? data.args : [];
    return {
      ...{ id, name, adapter: this.#parts.adapter, queue, priority },
      args: this.#shown(this.#parts.classNamed(name), () => args),
      executions: attemptsMade + 1,
      enqueuedAt,
      scheduledAt: undefined,
    };
  }

  /**
   * The data of a job in its store, without what is for nobody. Anyone may have written them; the name
   * is that of its class.
   */
  shownData(name: string, data: unknown): JsonValue {
    const jobClass = this.#parts.classNamed(name);
    const { filter = NO_FILTER, encrypted } = jobClass ? optionsOf(jobClass) : {};
    const { keys } = filter;
    const hide = (value: JsonValue): JsonValue => {
      const [shown = null] = filterArguments([value], this.#parts.filter);
      return filterArguments([shown], { keys, positions: [] })[0] ?? null;
    };
    if (!isRecord(data) || !Array.isArray(data['args'])) return hide(data as JsonValue);
    const given = data as unknown as JobData;
    const readable = encrypted ? changeValues(given, encrypted, hidden) : given;
    // What other jobs say of their errors is shown with those jobs, by the rules of their classes.
    const { args, batch: _, ...others } = changeValues(readable, ALL, withoutSealed);
    const rest = others as unknown as Readonly<Record<string, JsonValue>>;
    const shown = this.#shown(jobClass, () => args);
    if (!shown) return hide(withoutValues(rest));
    return { args: shown, ...(hide(rest) as object) };
  }

  /** What a run left as its value, without what is for nobody. The name is that of its class. */
  shownResult(name: string, value: JsonValue): JsonValue {
    const jobClass = this.#parts.classNamed(name);
    const { encrypted } = jobClass ? optionsOf(jobClass) : {};
    return encrypted && value !== null ? ENCRYPTED : withoutSealed(value);
  }

  #shown(
    jobClass: DeclaringClass | undefined,
    args: () => readonly JsonValue[],
  ): readonly JsonValue[] | undefined {
    const own = jobClass && optionsOf(jobClass);
    if (!(own?.showArguments ?? this.#parts.showArguments)) return undefined;
    const { encrypted } = own ?? {};
    const all = encrypted ? changeArguments(args(), encrypted, hidden) : args();
    const shown = filterArguments(all.map(withoutSealed), this.#parts.filter);
    return own ? filterArguments(shown, own.filter) : shown;
  }

  /** Of a job that never went through a store. What cannot travel is described. */
  #encoded(args: readonly unknown[] = []): readonly JsonValue[] {
    return args.map((each, index) => {
      try {
        return this.#parts.serializer.serializeValue(each, `args[${index}]`);
      } catch {
        return describeValue(each);
      }
    });
  }
}

/** What else a class whose arguments are hidden has stored is as telling as they are. */
function withoutValues(data: Readonly<Record<string, JsonValue>>): JsonValue {
  const { attributes: _, context: __, steps, ...rest } = data;
  if (!isRecord(steps)) return rest;
  const { current, ...done } = steps as Readonly<Record<string, JsonValue>>;
  const name = isRecord(current) ? (current['name'] as JsonValue) : undefined;
  return { ...rest, steps: { ...done, ...(name !== undefined && { current: { name } }) } };
}

function hidden(): string {
  return ENCRYPTED;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
