import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from './pack';

/**
 * Another Node, from npm's registry, which has one for each system.
 *
 * @param folder - where it is put
 * @returns the program
 */
export function installNode(version: string, folder: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const home = path.join(folder, version);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }');
  run('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], home);
  return path.join(home, 'node_modules', name, 'bin/node');
}
