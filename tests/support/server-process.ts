import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** The server's own folder: removed with the server. */
  readonly folder: string;
  readonly uid?: number;
  /** What ends it for good: SIGKILL, unless that would leave children behind. */
  readonly stopSignal?: NodeJS.Signals;
}

/** A server that keeps no Node process open and never outlives the one that started it. */
export class ServerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #guardian: ChildProcess;
  readonly #stopSignal: NodeJS.Signals;
  #gone = false;

  static async start(command: ServerCommand): Promise<ServerProcess> {
    const child = spawn(command.program, command.args, {
      cwd: command.folder,
      stdio: 'ignore',
      detached: true,
      ...(command.uid === undefined ? {} : { uid: command.uid }),
    });
    await once(child, 'spawn');
    return new ServerProcess(child, command.folder, command.stopSignal ?? 'SIGKILL');
  }

  private constructor(child: ChildProcess, folder: string, stopSignal: NodeJS.Signals) {
    this.pid = child.pid!;
    this.#child = child;
    this.#stopSignal = stopSignal;
    this.#guardian = guard(this.pid, folder, stopSignal);
    child.once('exit', () => {
      this.#gone = true;
    });
    child.unref();
  }

  get running(): boolean {
    return !this.#gone;
  }

  /** Sends a signal and waits until the process is gone. Its folder stays until `stop`. */
  async kill(signal: NodeJS.Signals = this.#stopSignal): Promise<void> {
    if (this.#gone) return;
    const exit = once(this.#child, 'exit');
    this.#child.ref();
    this.#child.kill(signal);
    await exit;
  }

  async stop(): Promise<void> {
    await this.kill();
    if (this.#guardian.exitCode !== null || this.#guardian.signalCode !== null) return;
    const exit = once(this.#guardian, 'exit');
    this.#guardian.ref();
    this.#guardian.stdin?.end();
    await exit;
  }
}

/** Its standard input closes when this process ends, however it ends, and then it cleans up. */
function guard(pid: number, folder: string, signal: NodeJS.Signals): ChildProcess {
  const script = `
    cat > /dev/null
    kill -s "$2" "$1" 2> /dev/null
    for wait in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2> /dev/null && sleep 0.2; done
    rm -rf "$3"
  `;
  const args = ['-c', script, 'guardian', String(pid), signal.replace('SIG', ''), folder];
  const guardian = spawn('/bin/sh', args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guardian.unref();
  (guardian.stdin as unknown as { unref(): void }).unref();
  return guardian;
}
