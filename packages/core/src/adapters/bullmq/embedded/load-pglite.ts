import type * as PgliteModule from '@electric-sql/pglite';
import { runInThisContext } from 'node:vm';
import { MissingDependencyError } from '../../../support/missing-dependency-error';

export type Pglite = typeof PgliteModule;
export type Database = PgliteModule.PGlite;

/** PGlite is an optional peer: loaded when a store is opened, never before. */
export function loadPglite(): Pglite {
  try {
    return nodeRequire()('@electric-sql/pglite') as Pglite;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingDependencyError('@electric-sql/pglite', 'The embedded store', error);
  }
}

/**
 * Node's own `require`, whoever loaded this file. PGlite imports Node's modules with `import()`,
 * which ends the process in the sandbox Jest loads files into; the main context has no sandbox.
 */
function nodeRequire(): NodeJS.Require {
  const node = runInThisContext('process') as NodeJS.Process;
  return node.getBuiltinModule('node:module').createRequire(__filename);
}
