import type { LocatedNode } from './located-yaml';

/** What a node holds, without its place. */
export function plainValue(node: LocatedNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainValue);
  const entries = node.entries.map(({ key, node: value }) => [key, plainValue(value)] as const);
  return Object.fromEntries(entries);
}
