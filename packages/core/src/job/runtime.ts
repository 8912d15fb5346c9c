import type { QueueAdapter } from '../adapters/queue-adapter';
import type { Client } from '../client/client';
import type { EventBus } from '../events/event-bus';
import type { JobDefaults } from '../options/job-defaults';
import type { Locks } from '../locks/locks';
import type { ArgumentSerializer } from '../serialization/argument-serializer';
import type { Clock } from '../support/clock';
import type { JobLogger } from './job-logger';
import type { JobHandle } from './status/job-handle';
import type { ClientMiddleware, MiddlewareChain } from './middleware';
import type { Summaries } from './summaries';
import type { Tracing } from './tracing';

/**
 * Asked at each enqueue whether a transaction is open here. If so it has `enqueue` called after the
 * commit, and returns true. `enqueue` never rejects.
 */
export type AfterCommit = (enqueue: () => Promise<void>) => boolean;

/** What jobs need of the application they run in. */
export interface Runtime {
  readonly clock: Clock;
  readonly client: Client;
  readonly clientMiddleware: MiddlewareChain<ClientMiddleware>;
  readonly events: EventBus;
  readonly summaries: Summaries;
  readonly defaults: JobDefaults;
  readonly serializer: ArgumentSerializer;
  readonly locks: Locks;
  readonly afterCommit: AfterCommit | undefined;
  readonly tracing: Tracing | undefined;
  /** Whether an enqueue is announced with the place that asked for it. */
  readonly tellsCaller: boolean;
  /** A logger whose lines carry the job's class and id. */
  loggerFor(job: object): JobLogger;
  /** The job of this id on this queue, to ask after. */
  handleOf(id: string, queue: string): JobHandle;
  /** Runs the job here and now, under its own rules. */
  performNow(job: object): Promise<unknown>;
}

interface Slot {
  adapter?: QueueAdapter;
  runtime?: Runtime | undefined;
  /** Builds the runtime of an application that never called `configure()`. */
  makeDefault?: () => Runtime;
  /** Which runtime is in force here, whatever is configured; set by test kits alone. */
  override?: () => Runtime | undefined;
}

/** One per process, even when two copies of this package are loaded. */
const slot = ((globalThis as Record<symbol, unknown>)[Symbol.for('drover')] ??= {}) as Slot;

export function currentRuntime(): Runtime {
  const override = slot.override?.();
  if (override) return override;
  const runtime = slot.runtime ?? slot.makeDefault?.();
  if (!runtime) throw new TypeError('Import Drover from @drover/core, not from a file inside it');
  slot.runtime = runtime;
  return runtime;
}

/** The runtime in place, if any; builds none. */
export function installedRuntime(): Runtime | undefined {
  return slot.runtime;
}

export function installRuntime(runtime: Runtime | undefined): void {
  slot.runtime = runtime;
}

export function setDefaultRuntime(make: () => Runtime): void {
  slot.makeDefault = make;
}

/** The adapter of this thread, whatever is configured. */
export function imposedAdapter(): QueueAdapter | undefined {
  return slot.adapter;
}

export function imposeAdapter(adapter: QueueAdapter): void {
  slot.adapter = adapter;
}

/** Asked at each call which runtime is in force; where it says undefined, the configured one is. */
export function overrideRuntime(override: () => Runtime | undefined): void {
  slot.override = override;
}
