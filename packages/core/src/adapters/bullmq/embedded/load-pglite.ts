import type * as PgliteModule from '@electric-sql/pglite';
import { runInThisContext } from 'node:vm';
import { loadPeer } from '../../../support/load-peer';

export type Pglite = typeof PgliteModule;
export type Database = PgliteModule.PGlite;

/** PGlite is an optional peer: loaded when a store is opened, never before. */
export function loadPglite(): Pglite {
  return loadPeer<Pglite>('@electric-sql/pglite', 'The embedded store', () =>
    nodeRequire()('@electric-sql/pglite'),
  );
}

/**
 * Node's own `require`, whoever loaded this file. PGlite imports Node's modules with `import()`,
 * which ends the process in the sandbox Jest loads files into; the main context has no sandbox.
 */
function nodeRequire(): NodeJS.Require {
  const node = runInThisContext('process') as NodeJS.Process;
  return node.getBuiltinModule('node:module').createRequire(__filename);
}
