import { spawnSync } from 'node:child_process';
import { findProgram } from './find-program';

export interface Installable {
  /** Any of these will do. */
  readonly programs: readonly string[];
  /** The packages that bring one, by package manager; none, where there is none. */
  readonly packages: { readonly 'apt-get': string; readonly brew?: string };
}

/** Where one of the programs is, installed first where this may be done; undefined when it is nowhere. */
export function installProgram({ programs, packages }: Installable): string | undefined {
  const found = findProgram(...programs);
  if (found !== undefined) return found;
  for (const [program = '', ...args] of installCommands(packages)) {
    console.log(`No ${programs[0]} on this machine: ${[program, ...args].join(' ')}`);
    spawnSync(program, args, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = findProgram(...programs);
    if (installed !== undefined) return installed;
  }
  return undefined;
}

/** Tried in order until one of them brings the program. A fresh machine has no package lists yet. */
function installCommands({ 'apt-get': debian, brew }: Installable['packages']): string[][] {
  if (findProgram('apt-get')) {
    const root = rootPrefix();
    if (!root) return [];
    const install = [...root, 'apt-get', 'install', '-y', debian];
    return [install, [...root, 'apt-get', 'update'], install];
  }
  return brew !== undefined && findProgram('brew') ? [['brew', 'install', brew]] : [];
}

/** What makes a command run as root without asking for a password; undefined when nothing does. */
function rootPrefix(): string[] | undefined {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined;
}
