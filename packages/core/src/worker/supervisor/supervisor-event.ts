import type { ChildEnd } from './restart-rule';

interface OfChild {
  /** Its place among the children, from 1. */
  readonly number: number;
  readonly pid: number;
}

/** What a supervisor does, as values. */
export type SupervisorEvent =
  | ({ readonly kind: 'started' } & OfChild)
  | ({ readonly kind: 'stopped'; readonly end: ChildEnd } & OfChild)
  | ({
      readonly kind: 'died';
      readonly end: ChildEnd;
      /** Milliseconds until another takes its place; undefined when one is on its way already. */
      readonly wait: number | undefined;
    } & OfChild)
  | ({ readonly kind: 'gaveUp'; readonly end: ChildEnd } & OfChild)
  | ({ readonly kind: 'tooLarge'; readonly rss: number; readonly limit: number } & OfChild)
  | { readonly kind: 'restarting' }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'restartAborted'; readonly number: number };
