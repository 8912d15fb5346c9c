import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LocalRegistry } from '../support/local-registry';
import { ROOT } from '../support/snippets';
import { waitFor } from '../support/wait-for';

// It installs packages, and makes an embedded database.
jest.setTimeout(300_000);

const PAGE = readFileSync(path.join(ROOT, 'docs/getting-started.md'), 'utf8');

type Step = { readonly run: string } | { readonly file: string; readonly text: string };

/** Everything that the page has its reader type, in its order. */
function steps(): Step[] {
  return [...PAGE.matchAll(/^```(console|ts)\n([\s\S]*?)^```$/gm)].flatMap(([, kind, text = '']) =>
    kind === 'console' ? commandsIn(text) : [fileOf(text)],
  );
}

function commandsIn(text: string): Step[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('$ '))
    .map((line) => ({ run: line.slice(2) }));
}

function fileOf(text: string): Step {
  const [, file = '', rest = ''] = /^\/\/ (\S+\.ts)\n([\s\S]*)$/.exec(text) ?? [];
  return { file, text: rest };
}

/** One shell for all commands, as the reader has. */
class Shell {
  readonly #child;
  #said = '';

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    const { NODE_ENV: _, REDIS_URL: __, DROVER_URL: ___, ...inherited } = process.env;
    this.#child = spawn('bash', [], { cwd: folder, env: { ...inherited, ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.on('data', (text) => (this.#said += String(text)));
  }

  /** To its end. @returns what it printed */
  async run(command: string): Promise<string> {
    this.#said = '';
    this.#child.stdin.write(`${command}\necho "exit code: $?"\n`);
    await waitFor(() => /exit code: \d+\n$/.test(this.#said), {
      timeout: 200_000,
      what: `${command} to end`,
    });
    if (!this.#said.endsWith('exit code: 0\n')) throw new Error(`${command}:\n${this.#said}`);
    return this.#said;
  }

  /** A command that goes on, until it has said something; then Ctrl-C, which all of its processes get. */
  async runUntil(command: string, text: string): Promise<void> {
    this.#said = '';
    this.#child.stdin.write(`set -m; ${command} & set +m\n`);
    await waitFor(() => this.#said.includes(text), {
      timeout: 60_000,
      what: `${command}: ${text}`,
    });
    await this.run('kill -INT -- -$!; wait $! || true');
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

test('a newcomer who follows the page has a job that retries', async () => {
  const registry = new LocalRegistry();
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-newcomer-'));
  let shell: Shell | undefined;
  try {
    const url = await registry.start(['core', 'testing']);
    shell = new Shell(folder, {
      npm_config_registry: url,
      npm_config_cache: path.join(folder, '.cache'),
    });
    for (const step of steps()) {
      if ('file' in step) writeFileSync(path.join(folder, 'shop', step.file), step.text);
      else if (step.run === 'npx drover work') await shell.runUntil(step.run, 'Welcome, Ada!');
      else await shell.run(step.run);
    }
    expect(await shell.run('npx drover queues')).toMatch(/mailers +0 +0 +0 +0 +0 +1/);
    expect(await shell.run('npx tsc --noEmit')).not.toContain('error');
  } finally {
    shell?.end();
    registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
