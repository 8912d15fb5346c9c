import { InvalidOptionsError } from '../../options/invalid-options-error';

const NAMESPACE = /^[A-Za-z][\w-]{0,62}$/;

/**
 * One rule for all stores, so that an application can move between them.
 *
 * @throws InvalidOptionsError
 */
export function checkNamespace(namespace: string): string {
  if (NAMESPACE.test(namespace)) return namespace;
  throw new InvalidOptionsError(
    'namespace',
    "a letter, then letters, digits, '-' or '_', 63 characters at most",
    namespace,
  );
}

/** All keys of a cluster's queue must lie on one slot: the part in braces decides which. */
export function toRedisPrefix(namespace: string, isCluster: boolean): string {
  return isCluster ? `{${namespace}}` : namespace;
}

/** A schema's name takes no hyphen. */
export function toSchema(namespace: string): string {
  return namespace.replaceAll('-', '_');
}
