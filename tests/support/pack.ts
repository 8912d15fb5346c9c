import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './snippets';

/** What `package.json` says in a package that would be published. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

/** A package of this repository, as it would be published. */
export interface PackedPackage {
  readonly manifest: Manifest;
  /** Where the tarball is. */
  readonly tarball: string;
  /** The paths in it, from the folder of the package. */
  readonly files: readonly string[];
}

/**
 * Packs as a release does: pnpm puts versions in the place of `workspace:`, which npm leaves.
 *
 * @param name - a folder below packages/
 * @param folder - where the tarball goes
 */
export function pack(name: string, folder: string): PackedPackage {
  const target = path.join(folder, name);
  mkdirSync(target, { recursive: true });
  const pnpm = ['exec', '--yes', 'pnpm@10.34.9', '--', 'pack', '--pack-destination', target];
  run('npm', pnpm, path.join(ROOT, 'packages', name));
  const [file = ''] = readdirSync(target);
  const tarball = path.join(target, file);
  return {
    manifest: JSON.parse(run('tar', ['-xOzf', tarball, 'package/package.json'])) as Manifest,
    tarball,
    files: run('tar', ['-tzf', tarball]).trim().split('\n').map(withoutRoot).toSorted(),
  };
}

function withoutRoot(file: string): string {
  return file.replace(/^package\//, '');
}

/** To its end. @returns what it printed */
export function run(command: string, args: readonly string[], cwd = ROOT): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
