/** A record, or what it stands for elsewhere, does not exist any more. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}
