import type { Delivery } from '../../adapters/delivery';
import type { BareResult } from '../../execution/sandbox';
import type { JobData } from '../../serialization/job-data';
import type { JsonValue } from '../../support/json';
import type { AdapterAnswer, AdapterCall, RemoteDescription } from './remote-adapter';

/** What a thread is made with. */
export interface ThreadOrder {
  /** What it configures when no `drover.config.*` does. */
  readonly options: object;
  /** The adapter of the process. */
  readonly adapter: RemoteDescription;
}

export interface ErrorText {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
}

/** To a thread. */
export type ToThread =
  | { readonly kind: 'load'; readonly file: string }
  | { readonly kind: 'run'; readonly delivery: PlainDelivery }
  | { readonly kind: 'abort'; readonly reason: ErrorText }
  /** The run shall end at its next checkpoint. */
  | { readonly kind: 'interrupt'; readonly reason: string }
  | ({ readonly kind: 'answer' } & AdapterAnswer);

export type PlainDelivery = Omit<Delivery, 'signal' | 'log' | 'progress' | 'keep' | 'interruption'>;

/** From a thread. */
export type FromThread =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'loadFailed'; readonly error: ErrorText }
  /** `broken`: something of the run is still under way, so the thread must go. */
  | { readonly kind: 'ended'; readonly result: BareResult; readonly broken: boolean }
  | { readonly kind: 'log'; readonly line: string }
  | { readonly kind: 'progress'; readonly value: JsonValue }
  /** What the next run shall find, should the thread be lost. */
  | { readonly kind: 'keep'; readonly data: JobData }
  | ({ readonly kind: 'call' } & AdapterCall);

export function toErrorText(error: Error): ErrorText {
  const { name, message, code } = error as Error & { code?: unknown };
  return { name, message, code: typeof code === 'string' ? code : undefined };
}
