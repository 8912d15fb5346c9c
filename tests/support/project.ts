import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface ProjectOptions {
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly type?: 'commonjs' | 'module';
  /** Installed beside `@drover/core`. Default `['tsx']`. */
  readonly packages?: readonly string[];
}

/** A project of a user's, in a folder far from this repository. */
export class Project {
  readonly folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'drover-project-')));

  constructor({ files, type = 'commonjs', packages = ['tsx'] }: ProjectOptions) {
    this.write('package.json', JSON.stringify({ name: 'project', private: true, type }));
    for (const [file, text] of Object.entries(files)) this.write(file, text);
    for (const name of ['@drover/core', ...packages]) this.#install(name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  write(file: string, text: string): void {
    const target = path.join(this.folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** As a package manager would link it. */
  #install(name: string): void {
    const target = path.join(this.folder, 'node_modules', name);
    mkdirSync(path.dirname(target), { recursive: true });
    symlinkSync(path.resolve(__dirname, '../node_modules', name), target);
  }
}
