import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeProcess } from '../support/node-process';
import { pack, run } from '../support/pack';

/** How TypeScript is told of decorators, and what it then makes of them. */
export const DECORATORS = { legacy: true, standard: false } as const;

/** A project of a user's with the packages as they would be published, and nothing of this repository. */
export class ConsumerProject {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'drover-consumer-')));

  constructor() {
    cpSync(path.join(__dirname, 'consumer'), this.folder, { recursive: true });
    const tarballs = ['core', 'testing', 'board'].map((name) => pack(name, this.folder).tarball);
    const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
    run('npm', [...install, ...tarballs], this.folder);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** TypeScript as Node resolves: to CommonJS, as the project is of that type. */
  compileForNode(decorators: keyof typeof DECORATORS): void {
    const out = ['--module', 'nodenext', '--outDir', `built/nodenext-${decorators}`];
    this.#typeScript(decorators, out);
  }

  /** TypeScript as a bundler resolves, and esbuild's bundle: ES modules, but for the packages. */
  bundle(decorators: keyof typeof DECORATORS): void {
    const module = ['--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'];
    this.#typeScript(decorators, module);
    const compilerOptions = { experimentalDecorators: DECORATORS[decorators] };
    this.#program('esbuild', [
      ...['src/main.ts', 'src/greet.ts', '--bundle', '--packages=external', '--platform=node'],
      ...['--format=esm', '--target=es2022', '--out-extension:.js=.mjs'],
      `--tsconfig-raw=${JSON.stringify({ compilerOptions })}`,
      `--outdir=built/bundler-${decorators}`,
    ]);
  }

  /** @returns all that it printed; throws when it fails */
  async run(args: readonly string[], node = process.execPath): Promise<string> {
    const exit = await new NodeProcess(args, { cwd: this.folder, node }).exit;
    if (exit.code === 0) return exit.stdout + exit.stderr;
    throw new Error(`${node} ${args.join(' ')} failed:\n${exit.stdout}${exit.stderr}`);
  }

  /** No `skipLibCheck`: the types of the packages are checked as well. */
  #typeScript(decorators: keyof typeof DECORATORS, module: readonly string[]): void {
    const mode = ['--experimentalDecorators', String(DECORATORS[decorators])];
    const strict = ['--ignoreConfig', '--strict', '--target', 'es2022', '--types', 'node'];
    this.#program('tsc', ['src/main.ts', ...strict, ...mode, ...module]);
  }

  #program(name: string, args: readonly string[]): void {
    run(path.join(this.folder, 'node_modules/.bin', name), args, this.folder);
  }
}
