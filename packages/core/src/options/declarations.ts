import 'reflect-metadata';
import type { Recurrence } from '../support/cron/recurrence';
import type { EntrySettings } from './entry-options';
import type { ContinuableRule } from './continuable';
import type { EncryptedRule } from './encrypted-rule';
import type { ErrorPolicy } from './error-policy';
import type { ExclusiveRule } from './exclusive';
import type { ConcurrencyRule, ThrottleRule } from './limit-rules';
import type { UniquePolicy } from './unique-policy';

/** A class that declarations hang on. */
export type DeclaringClass = abstract new (...args: never[]) => object;

/** A value, or a function of the job that is asked at the enqueue. */
export type QueueOption = string | ((job: object) => string | undefined | null);
export type PriorityOption = number | ((job: object) => number | undefined | null);

/** An entry of the schedule that a class declares. */
export interface CronDeclaration {
  /** Undefined: the class's own. */
  readonly name: string | undefined;
  readonly args: readonly unknown[];
  readonly recurrence: Recurrence;
  readonly settings: EntrySettings;
}

export type Declaration =
  | { readonly kind: 'jobName'; readonly name: string }
  | { readonly kind: 'queue'; readonly queue: QueueOption | undefined }
  | { readonly kind: 'priority'; readonly priority: PriorityOption | undefined }
  | { readonly kind: 'policy'; readonly policy: ErrorPolicy }
  | { readonly kind: 'timeout'; readonly milliseconds: number }
  | { readonly kind: 'unique'; readonly policy: UniquePolicy }
  | { readonly kind: 'exclusive'; readonly rule: ExclusiveRule }
  | { readonly kind: 'encrypted'; readonly rule: EncryptedRule }
  | { readonly kind: 'continuable'; readonly rule: ContinuableRule }
  | { readonly kind: 'sandboxed'; readonly memory: number | undefined }
  | { readonly kind: 'cron'; readonly entry: CronDeclaration }
  | { readonly kind: 'concurrency'; readonly rule: ConcurrencyRule }
  | { readonly kind: 'throttle'; readonly rule: ThrottleRule };

const KEY = Symbol.for('drover:declarations');

/** Adds a declaration to the class. Class decorators run bottom-up: the textually last comes first. */
export function declare(target: DeclaringClass, declaration: Declaration): void {
  Reflect.defineMetadata(KEY, Object.freeze([...ownDeclarations(target), declaration]), target);
}

/** The class's own declarations, textually last first, then its parent's, and so on. */
export function declarationsOf(target: DeclaringClass): readonly Declaration[] {
  const parent: unknown = Object.getPrototypeOf(target);
  const inherited = isClass(parent) ? declarationsOf(parent) : [];
  return [...ownDeclarations(target), ...inherited];
}

export function ownDeclarations(target: DeclaringClass): readonly Declaration[] {
  return (Reflect.getOwnMetadata(KEY, target) as readonly Declaration[] | undefined) ?? [];
}

function isClass(value: unknown): value is DeclaringClass {
  return typeof value === 'function' && value !== Function.prototype;
}
