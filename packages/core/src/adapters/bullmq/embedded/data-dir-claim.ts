import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process's claim on a data directory. All of it is in the file's name, so it appears at once. */
export interface Claim {
  readonly pid: number;
  /** When the process started: a process id alone comes again, in a container always as 1. */
  readonly start: string;
  readonly host: string;
}

/** How often a claim is renewed, in milliseconds. */
export const RENEWAL = 15_000;
const EXPIRY = 4 * RENEWAL;
const UNKNOWN = 'unknown';
const NAME = /^drover-(\d+)-(\w+)@(.+)\.lock$/;

export function ownClaim(): Claim {
  return { pid: process.pid, start: startOf(process.pid) ?? UNKNOWN, host: hostname() };
}

export function claimName({ pid, start, host }: Claim): string {
  return `drover-${pid}-${start}@${encodeURIComponent(host)}.lock`;
}

export function parseClaim(fileName: string): Claim | undefined {
  const [, pid, start, host] = NAME.exec(fileName) ?? [];
  if (pid === undefined || start === undefined || host === undefined) return undefined;
  return { pid: Number(pid), start, host: decodeURIComponent(host) };
}

/** Whether the process behind a claim lives. On another host (a container) only renewal tells. */
export function isAlive(claim: Claim, path: string): boolean {
  if (claim.host !== hostname()) return wasRenewed(path);
  if (!isRunning(claim.pid)) return false;
  const start = startOf(claim.pid);
  return start === undefined || claim.start === UNKNOWN || start === claim.start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function wasRenewed(path: string): boolean {
  const renewedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - renewedAt < EXPIRY;
}

/** In clock ticks since the boot; only Linux tells. The command before it may hold any character. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
