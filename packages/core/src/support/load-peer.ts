import { MissingDependencyError } from './missing-dependency-error';

/**
 * Loads an optional peer, when what needs it is asked for and never before.
 *
 * @throws MissingDependencyError when it is not installed
 */
export function loadPeer<T>(name: string, neededFor: string, load: () => unknown): T {
  try {
    return load() as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw new MissingDependencyError(name, neededFor, error);
  }
}
