import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a database lives: in memory, or in a directory. */
export interface Site {
  /** What PGlite opens; absent for memory. */
  readonly directory?: string;
  /** For error messages. */
  readonly name: string;
  /** Holds a database that was finished. */
  isReady(): boolean;
  /** Makes room for a new database, unfinished until {@link finish}. */
  clear(): void;
  finish(): void;
}

export const MEMORY: Site = {
  name: 'in memory',
  isReady: () => false,
  clear: () => undefined,
  finish: () => undefined,
};

/**
 * The database has a subdirectory of its own, and a mark beside it from its first byte to the end
 * of its migrations. Otherwise the first start, when it is interrupted (it takes seconds), would
 * leave a directory that can never be opened.
 */
export function siteIn(dataDir: string): Site {
  const directory = join(dataDir, 'pgdata');
  const unfinished = join(dataDir, 'unfinished');
  return {
    directory,
    name: `in ${dataDir}`,
    isReady: () => existsSync(join(directory, 'PG_VERSION')) && !existsSync(unfinished),
    clear: () => {
      writeFileSync(unfinished, '');
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory);
    },
    finish: () => rmSync(unfinished, { force: true }),
  };
}
