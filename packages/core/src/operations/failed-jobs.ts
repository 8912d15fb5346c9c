import type { FailedJob, QueueInspector } from '../adapters/queue-inspector';
import { UniqueConflictError, type UniqueConflictDetails } from '../options/unique-conflict-error';
import {
  checkFilter,
  checkSelection,
  fits,
  idsOf,
  type FailedJobFilter,
  type FailedJobSelection,
} from './failed-job-filter';

/** Jobs a look or a batch takes: short enough for a store that has other things to do. */
const PAGE = 100;

type Act = (queue: string, ids: readonly string[]) => Promise<number>;

function retryNote(retried: number, refused: number): string {
  return `Of ${retried + refused} failed jobs ${retried} wait again, and ${refused} met such a lock.`;
}

interface FailedJobsParts {
  readonly inspector: () => QueueInspector;
  readonly queueNames: () => Promise<readonly string[]>;
}

/** The dead jobs of all queues. */
export class FailedJobs {
  readonly #parts: FailedJobsParts;

  constructor(parts: FailedJobsParts) {
    this.#parts = parts;
  }

  /** The newest first. */
  async list(filter: FailedJobFilter & { readonly limit?: number }): Promise<readonly FailedJob[]> {
    checkFilter('failedJobs()', filter);
    const { limit = PAGE } = filter;
    const found = await Promise.all(
      (await this.#queues(filter)).map((queue) => this.#find(queue, filter, limit)),
    );
    return found
      .flat()
      .toSorted((a, b) => b.failedAt - a.failedAt)
      .slice(0, limit);
  }

  /** @throws UniqueConflictError at the end, when a newer job has the lock of at least one */
  async retry(selection: FailedJobSelection): Promise<number> {
    const refused: UniqueConflictDetails[] = [];
    const count = await this.#act('retryJobs()', selection, async (queue, ids) => {
      const { retried, duplicates } = await this.#parts.inspector().retry(queue, ids);
      refused.push(...duplicates);
      return retried;
    });
    const [first] = refused;
    if (first) throw new UniqueConflictError(first, retryNote(count, refused.length));
    return count;
  }

  delete(selection: FailedJobSelection): Promise<number> {
    return this.#act('deleteJobs()', selection, (queue, ids) =>
      this.#parts.inspector().remove(queue, ids),
    );
  }

  async #act(where: string, selection: FailedJobSelection, act: Act): Promise<number> {
    const filter = checkSelection(where, selection);
    let count = 0;
    for (const queue of await this.#queues(filter)) {
      count += idsOf(filter)
        ? await this.#actOnIds(queue, filter, act)
        : await this.#actOnPages(queue, filter, act);
    }
    return count;
  }

  async #actOnIds(queue: string, filter: FailedJobFilter, act: Act): Promise<number> {
    const jobs = await this.#byId(queue, filter);
    let count = 0;
    for (let start = 0; start < jobs.length; start += PAGE)
      count += await act(
        queue,
        jobs.slice(start, start + PAGE).map(({ id }) => id),
      );
    return count;
  }

  /** From the oldest on, and only those that are there now: one that fails again comes last. */
  async #actOnPages(queue: string, filter: FailedJobFilter, act: Act): Promise<number> {
    const { size } = await this.#parts.inspector().look(queue);
    let count = 0;
    let offset = 0;
    for (let left = size.failed; left > 0;) {
      const page = await this.#page(queue, { offset, limit: Math.min(PAGE, left) }, false);
      if (page.length === 0) break;
      const ids = page.filter(fits(filter)).map(({ id }) => id);
      const taken = ids.length > 0 ? await act(queue, ids) : 0;
      count += taken;
      left -= page.length;
      offset += page.length - taken;
    }
    return count;
  }

  async #find(queue: string, filter: FailedJobFilter, limit: number): Promise<FailedJob[]> {
    if (idsOf(filter)) return this.#byId(queue, filter);
    const found: FailedJob[] = [];
    for (let offset = 0; found.length < limit; offset += PAGE) {
      const page = await this.#page(queue, { offset, limit: PAGE }, true);
      found.push(...page.filter(fits(filter)));
      if (page.length < PAGE) break;
    }
    return found;
  }

  async #byId(queue: string, filter: FailedJobFilter): Promise<FailedJob[]> {
    const ids = idsOf(filter) ?? [];
    const jobs: (FailedJob | undefined)[] = [];
    for (let start = 0; start < ids.length; start += PAGE) {
      const some = ids.slice(start, start + PAGE);
      jobs.push(
        ...(await Promise.all(some.map((id) => this.#parts.inspector().failedJob(queue, id)))),
      );
    }
    return jobs.filter((job) => job !== undefined).filter(fits(filter));
  }

  #page(queue: string, part: { offset: number; limit: number }, newestFirst: boolean) {
    return this.#parts.inspector().failedJobs(queue, { ...part, newestFirst });
  }

  async #queues({ queue }: FailedJobFilter): Promise<readonly string[]> {
    return queue === undefined ? this.#parts.queueNames() : [queue];
  }
}
