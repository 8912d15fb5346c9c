/** What `halt()` throws. No Error: no rule for errors may take it for one. */
export class Halt {
  constructor(readonly reason: string | undefined) {}
}

/**
 * Called in a before or around callback: the enqueue or the run ends here, and is no failure.
 * Rails' `throw :abort`.
 */
export function halt(reason?: string): never {
  // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- a signal, see Halt
  throw new Halt(reason);
}
