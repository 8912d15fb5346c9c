import { spawn } from 'node:child_process';
import { waitFor } from './wait-for';

/** One shell for all commands of a page, as its reader has. */
export class Shell {
  readonly #child;
  #said = '';

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    const { NODE_ENV: _, REDIS_URL: __, DROVER_URL: ___, ...inherited } = process.env;
    this.#child = spawn('bash', [], { cwd: folder, env: { ...inherited, ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (text) => (this.#said += String(text)));
  }

  /** To its end. @returns what it printed @throws when it exits otherwise than with `code` */
  async run(command: string, { code = 0 } = {}): Promise<string> {
    this.#said = '';
    this.#child.stdin.write(`${command}\necho "exit code: $?"\n`);
    await waitFor(() => /exit code: \d+\n$/.test(this.#said), {
      timeout: 300_000,
      what: `${command} to end`,
    });
    if (!this.#said.endsWith(`exit code: ${code}\n`)) throw new Error(`${command}:\n${this.#said}`);
    return this.#said;
  }

  /** A command that goes on, until it has said something; then Ctrl-C, which all of its processes get. */
  async runUntil(command: string, text: string): Promise<void> {
    await this.start(command, text);
    await this.interrupt();
  }

  /** A command that goes on, once it has said something. */
  async start(command: string, text: string): Promise<void> {
    this.#said = '';
    this.#child.stdin.write(`set -m; ${command} & set +m\n`);
    await this.hasSaid(text);
  }

  async hasSaid(text: string): Promise<void> {
    const what = `the shell to say: ${text}`;
    await waitFor(() => this.#said.includes(text), { what });
  }

  /** Ctrl-C for what was started. */
  async interrupt(): Promise<void> {
    await this.run('kill -INT -- -$!; wait $! || true');
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}
