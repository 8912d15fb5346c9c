/** What of the arguments of a class is encrypted. */
export interface EncryptedRule {
  /** Their numbers, from 0. Undefined: all. */
  readonly positions: readonly number[] | undefined;
}
