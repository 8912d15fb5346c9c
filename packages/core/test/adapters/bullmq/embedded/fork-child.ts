import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Report {
  readonly holds?: true;
  readonly code?: string;
  readonly message?: string;
}

/** Starts child.ts; it stays until it is killed, or until {@link letGo}. */
export function forkChild(what: 'lock' | 'open' | 'open and close', dataDir: string): ChildProcess {
  return fork(join(__dirname, 'child.ts'), [what, dataDir], {
    execArgv: ['--import', 'tsx'],
    cwd: __dirname,
  });
}

export async function reportOf(child: ChildProcess): Promise<Report> {
  const [report] = await once(child, 'message');
  return report;
}

/** Takes away the channel to us, the only thing of ours that keeps the child alive. */
export async function letGo(child: ChildProcess): Promise<number | null> {
  child.disconnect();
  const [code] = await once(child, 'exit');
  return code;
}

export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
