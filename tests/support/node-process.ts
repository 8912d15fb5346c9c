import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { waitFor } from './wait-for';

const CLI = path.resolve(__dirname, '../../packages/core/dist/cli/main.js');

/** `node:test`, with the one report that every version words alike. */
export const NODE_TEST = ['--test', '--test-reporter=tap'] as const;

export interface NodeProcessOptions {
  readonly cwd: string;
  /** Replaces the environment of the tests, of which only PATH and HOME are kept. */
  readonly env?: Readonly<Record<string, string>>;
  /** The program. Default the Node of the tests. */
  readonly node?: string;
  /** Whether SIGKILL is for its children, too: those of BullMQ's sandbox never end by themselves. */
  readonly withChildren?: boolean;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from the last word to the exit. */
  readonly silence: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Node process of a user's, seen from outside. */
export class NodeProcess {
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  readonly #withChildren: boolean;
  #lastWordAt = performance.now();
  #ended = false;
  #stdout = '';
  #stderr = '';

  constructor(
    args: readonly string[],
    { cwd, env = {}, node = process.execPath, withChildren = false }: NodeProcessOptions,
  ) {
    const { PATH = '', HOME = '' } = process.env;
    this.#withChildren = withChildren;
    const detached = withChildren;
    this.#child = spawn(node, args, { cwd, env: { PATH, HOME, ...env }, detached });
    this.#child.stdout?.on('data', (chunk) => (this.#stdout += this.#hear(chunk)));
    this.#child.stderr?.on('data', (chunk) => (this.#stderr += this.#hear(chunk)));
    this.exit = this.#awaitExit();
  }

  /** `drover` with these arguments. */
  static drover(args: readonly string[], options: NodeProcessOptions): NodeProcess {
    return new NodeProcess([CLI, ...args], options);
  }

  /** `drover work`, once it works. */
  static async worker(args: readonly string[], options: NodeProcessOptions): Promise<NodeProcess> {
    const worker = NodeProcess.drover(['work', ...args], options);
    await worker.hasSaid('Working ');
    return worker;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return !this.#ended;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    const group = signal === 'SIGKILL' && this.#withChildren && this.#child.exitCode === null;
    if (group && this.#child.signalCode === null) process.kill(-this.pid, signal);
    else this.#child.kill(signal);
  }

  /** Ends it, if it still runs. */
  async stop(): Promise<Exit> {
    this.kill('SIGKILL');
    return this.exit;
  }

  async hasSaid(text: string): Promise<void> {
    const look = () => this.#ended || this.#stdout.includes(text);
    await waitFor(look, { what: `a process to say '${text}'` });
    if (this.#stdout.includes(text)) return;
    throw new Error(`The process ended and never said '${text}':\n${this.#stdout}${this.#stderr}`);
  }

  #hear(chunk: unknown): string {
    this.#lastWordAt = performance.now();
    return String(chunk);
  }

  async #awaitExit(): Promise<Exit> {
    const [code, signal] = (await once(this.#child, 'close')) as [
      number | null,
      NodeJS.Signals | null,
    ];
    this.#ended = true;
    const silence = performance.now() - this.#lastWordAt;
    return { code, signal, silence, stdout: this.#stdout, stderr: this.#stderr };
  }
}
