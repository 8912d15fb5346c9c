import { InvalidOptionsError } from '../options/invalid-options-error';
import { classDecorator, type JobClassDecorator } from './class-decorator';

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
export function Encrypted(...positions: readonly number[]): JobClassDecorator {
  if (!positions.every((each) => Number.isInteger(each) && each >= 0))
    throw new InvalidOptionsError('@Encrypted', 'numbers of arguments, from 0', positions);
  return classDecorator('@Encrypted', {
    kind: 'encrypted',
    rule: Object.freeze({ positions: positions.length > 0 ? Object.freeze(positions) : undefined }),
  });
}
