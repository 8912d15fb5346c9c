import { sizeOf, surelyFits } from '../../client/payload-guard';
import type { JobData } from '../../serialization/job-data';
import type { JsonValue } from '../../support/json';
import { currentRuntime } from '../runtime';
import { CursorTooLargeError } from './continuation-errors';

/** What the cursors of a run may take beside everything else that is stored of the job. */
export class CursorRoom {
  readonly #data: JobData | undefined;
  #bytes: number | undefined;

  /** @param data - what this run found; undefined when the job is in no store */
  constructor(data: JobData | undefined) {
    this.#data = data;
  }

  /** @throws CursorTooLargeError */
  check(step: string, cursor: JsonValue): void {
    const room = (this.#bytes ??= this.#measure());
    if (surelyFits(cursor, room)) return;
    const bytes = sizeOf(cursor);
    if (bytes > room) throw new CursorTooLargeError(step, bytes, room);
  }

  #measure(): number {
    if (!this.#data) return Infinity;
    const { steps: _, ...rest } = this.#data;
    return currentRuntime().client.room(rest);
  }
}
