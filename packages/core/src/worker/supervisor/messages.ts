import type { Readiness } from '../readiness';

/** What a supervisor tells a child. */
export type ToChild =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'look'; readonly id: number }
  | { readonly kind: 'metrics'; readonly id: number; readonly queues: boolean };

/** What a child tells its supervisor. */
export type ToSupervisor =
  | {
      /** It works. */
      readonly kind: 'ready';
      /** Milliseconds it waits for running jobs when it stops. */
      readonly timeout: number;
    }
  | { readonly kind: 'state'; readonly id: number; readonly state: ChildState }
  /** In the form of the client that collects them. Empty: none are. */
  | { readonly kind: 'metrics'; readonly id: number; readonly metrics: Metrics };

export type Metrics = readonly object[];

/** How a child is. */
export interface ChildState {
  /** Resident memory in bytes. */
  readonly rss: number;
  readonly readiness: Readiness;
}
