import type { DeclaringClass } from '../options/declarations';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { classDecorator, type JobClassDecorator } from './class-decorator';

type ArgumentsOf<T> = T extends abstract new (...args: never) => {
  perform(...args: infer A): unknown;
}
  ? A
  : readonly unknown[];

type Has<A extends readonly unknown[], Position extends number> = number extends
  | A['length']
  | Position
  ? true
  : `${Position}` extends keyof A
    ? true
    : false;

/** Encrypts nothing where a class has no such argument: the compiler says so. */
export type ArgumentsDecorator<Position extends number> = <T extends DeclaringClass>(
  target: T &
    (Has<ArgumentsOf<T>, Position> extends true
      ? unknown
      : { readonly 'perform has no argument of this number': Position }),
  context?: ClassDecoratorContext,
) => void;

/**
 * No value of such a job can be read in the store: its arguments, attributes, cursors, what it takes along
 * of contexts, and what `perform` returns are encrypted (AES-256-GCM). Boards, events and log lines
 * show '[ENCRYPTED]'. Needs a key: `configure({ encryption: { keys } })`.
 *
 * @param positions - the arguments to encrypt, by their numbers from 0; the others stay readable. Default all
 * @throws InvalidOptionsError when the class loads
 *
 * @example
 * ```ts
 * @Encrypted(1)
 * export class ChargeCardJob extends ApplicationJob {
 *   async perform(customerId: string, card: Card) {}
 * }
 * ```
 */
export function Encrypted(): JobClassDecorator;
export function Encrypted<const Position extends number>(
  ...positions: readonly Position[]
): ArgumentsDecorator<Position>;
export function Encrypted(...positions: readonly number[]): JobClassDecorator {
  if (!positions.every((each) => Number.isInteger(each) && each >= 0))
    throw new InvalidOptionsError('@Encrypted', 'numbers of arguments, from 0', positions);
  return classDecorator('@Encrypted', {
    kind: 'encrypted',
    rule: Object.freeze({ positions: positions.length > 0 ? Object.freeze(positions) : undefined }),
  });
}
