import type { KeyFunction } from './key-function';

/** The lock a class runs under. Times are milliseconds. */
export interface ExclusiveRule {
  /** Undefined: the class's name. */
  readonly key: KeyFunction | undefined;
  readonly ttl: number;
  readonly wait: number;
}
