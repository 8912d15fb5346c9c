import type { Readiness } from '../readiness';

/** What a supervisor tells a child. */
export type ToChild =
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'look'; readonly id: number };

/** What a child tells its supervisor. */
export type ToSupervisor =
  | {
      /** It works. */
      readonly kind: 'ready';
      /** Milliseconds it waits for running jobs when it stops. */
      readonly timeout: number;
    }
  | { readonly kind: 'state'; readonly id: number; readonly state: ChildState };

/** How a child is. */
export interface ChildState {
  /** Resident memory in bytes. */
  readonly rss: number;
  readonly readiness: Readiness;
}
