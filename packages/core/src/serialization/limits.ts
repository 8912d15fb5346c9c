/**
 * How deep values may nest, counting every array, object, Map, Set, Error and reference.
 * `JSON.stringify` and PostgreSQL's own parser end somewhere in the thousands, with the stack.
 */
export const MAX_DEPTH = 500;
