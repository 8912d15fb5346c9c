/** What ends a run at a checkpoint. No Error: no rule for errors may take it for one. */
export class Interruption {
  /** @param isolating - the next step has a run of its own: that is no resumption to be counted */
  constructor(
    readonly reason: string,
    readonly isolating = false,
  ) {}
}
