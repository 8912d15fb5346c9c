import { accessSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where templates are kept: with the project's other caches, else with the user's temporary files. */
export function cacheDirectory(): string | undefined {
  return candidates().find(isUsable);
}

function candidates(): string[] {
  const modules = join(process.cwd(), 'node_modules');
  const temporary = join(tmpdir(), `drover-${process.getuid?.() ?? 'user'}`);
  return existsSync(modules) ? [join(modules, '.cache', 'drover'), temporary] : [temporary];
}

/** A directory that others can write to is no good: they could plant a database there. */
function isUsable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK);
    const { uid, mode } = lstatSync(directory);
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o002) === 0);
  } catch {
    return false;
  }
}
