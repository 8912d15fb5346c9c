import type { ProcessRecord } from '../adapters/process-directory';

/** Processes that may be of several releases, each with declarations of its own. */
export interface Generations {
  /** Of the declarations that stand. */
  readonly standing: string | undefined;
  /** Of those of this process. */
  readonly own: string;
  readonly processes: readonly ProcessRecord[];
}

/**
 * Whether this process's declarations must be installed in place of those that stand. A process
 * that starts installs its own; from then on they stand for as long as a living process has the
 * same. So a rolling deploy ends with the declarations of the release that is left, whichever of
 * its processes started last, and a release that died young leaves the one before in force. Pure.
 */
export function mustInstall({ standing, own, processes }: Generations): boolean {
  if (standing === own) return false;
  const schedulers = processes.filter(({ schedule }) => schedule !== undefined);
  if (schedulers.some(({ schedule }) => schedule === standing)) return false;
  const [latest] = schedulers.toSorted((a, b) => b.startedAt - a.startedAt);
  return latest === undefined || latest.schedule === own;
}
