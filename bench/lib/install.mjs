import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A package of this repository as it would be published. @returns the tarball */
export function pack(name, folder) {
  const { packageManager } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const args = ['exec', '--yes', packageManager, '--', 'pack', '--pack-destination', folder];
  npm(args, path.join(ROOT, 'packages', name));
  const file = readdirSync(folder).find((each) => each.endsWith('.tgz'));
  return path.join(folder, file);
}

/** Installs into an empty folder, from an empty cache. */
export function install(folder, wanted) {
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
  const start = performance.now();
  const cache = ['--cache', path.join(folder, '.cache')];
  npm(['install', ...cache, '--ignore-scripts', '--no-audit', '--no-fund', ...wanted], folder);
  const seconds = (performance.now() - start) / 1000;
  const lock = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const packages = Object.entries(lock.packages)
    .filter(([place]) => place !== '')
    .map(([place, { hasInstallScript = false }]) => ({
      name: place.replace(/^.*node_modules\//, ''),
      runsScript: hasInstallScript,
      place,
    }))
    .filter(({ place }) => statSync(path.join(folder, place), { throwIfNoEntry: false }));
  return { packages, megabytes: bytesOf(path.join(folder, 'node_modules')) / 2 ** 20, seconds };
}

function bytesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}

function npm(args, cwd) {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stdout}${stderr}`);
}
