import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { claimName, isAlive, ownClaim, parseClaim, RENEWAL, type Claim } from './data-dir-claim';
import { DataDirInUseError } from './data-dir-in-use-error';

export interface DataDirLock {
  /** Idempotent. */
  release(): void;
}

const ATTEMPTS = 6;

/**
 * Makes this process the only one in the directory; PGlite itself lets any number in.
 *
 * Each process first lays down a claim under a name of its own, then looks for others, and backs
 * off when one lives. Of two that start at once the later to look sees the other, so both never
 * get in; that both back off is mended by trying again. What a killed process left is removed by
 * its name, which can never be the name of a living one.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  mkdirSync(dataDir, { recursive: true });
  for (let attempt = 1; ; attempt++) {
    const path = layClaim(dataDir);
    const rival = findRival(dataDir, path);
    if (!rival) return hold(path);
    rmSync(path, { force: true });
    if (attempt === ATTEMPTS) throw inUse(dataDir, rival);
    await pause(randomInt(5, 50));
  }
}

function layClaim(dataDir: string): string {
  const path = join(dataDir, claimName(ownClaim()));
  try {
    writeFileSync(path, '', { flag: 'wx' });
    return path;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new DataDirInUseError(dataDir, process.pid);
  }
}

function findRival(dataDir: string, own: string): Claim | undefined {
  for (const name of readdirSync(dataDir)) {
    const path = join(dataDir, name);
    const claim = parseClaim(name);
    if (!claim || path === own) continue;
    if (isAlive(claim, path)) return claim;
    rmSync(path, { force: true });
  }
  return undefined;
}

function hold(path: string): DataDirLock {
  const release = () => {
    clearInterval(renewal);
    process.off('exit', release);
    rmSync(path, { force: true });
  };
  const renewal = setInterval(() => renew(path), RENEWAL).unref();
  process.once('exit', release);
  return { release };
}

/** For processes on other hosts, which cannot ask whether this one lives. */
function renew(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The directory was removed under the open database: there is nothing left to claim.
  }
}

function inUse(dataDir: string, { pid, host }: Claim): DataDirInUseError {
  return new DataDirInUseError(dataDir, pid, host === ownClaim().host ? undefined : host);
}
