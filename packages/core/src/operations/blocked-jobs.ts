import type { JobDirectory } from '../adapters/job-directory';
import { parseStoredKey } from '../locks/lock-key';
import type { HeldLocks, LockInfo } from './held-locks';

/** What a job waits for that was put aside before its run. */
export interface Blockade {
  /** `'limit'`: a slot of a `@LimitConcurrency`. `'throttle'`: its turn by a `@Throttle`. */
  readonly kind: string;
  /** As the rules of the class make it: the class or the `group`, and its own key behind a slash. */
  readonly key: string;
  /** Who has the slots, the oldest first; of a throttle nobody has one. */
  readonly holders: readonly LockInfo[];
}

interface BlockedJobsParts {
  readonly jobs: () => JobDirectory | undefined;
  readonly locks: HeldLocks;
}

/** Why jobs wait that neither a time nor a failure holds back. */
export class BlockedJobs {
  readonly #parts: BlockedJobsParts;

  constructor(parts: BlockedJobsParts) {
    this.#parts = parts;
  }

  /** One for each id, undefined for one that waits for no limit. */
  async look(queue: string, ids: readonly string[]): Promise<readonly (Blockade | undefined)[]> {
    const keys = (await this.#parts.jobs()?.blockedBy?.(queue, ids)) ?? [];
    const blockades = new Map<string | null, Blockade>();
    for (const key of new Set(keys))
      if (key !== null) blockades.set(key, await this.#describe(key));
    return ids.map((_, index) => blockades.get(keys[index] ?? null));
  }

  async #describe(stored: string): Promise<Blockade> {
    const { kind, key } = parseStoredKey(stored);
    const holders = kind === 'limit' ? await this.#parts.locks.list({ kind, key }) : [];
    return { kind, key, holders };
  }
}
