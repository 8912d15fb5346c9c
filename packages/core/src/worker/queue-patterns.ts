import type { QueueShare } from '../adapters/queue-adapter';

/**
 * Puts in the place of each pattern, such as `staging*`, the known queues that it matches and that
 * no name or earlier pattern has, each with the pattern's weight.
 */
export function expandPatterns(
  shares: readonly QueueShare[],
  known: readonly string[],
): readonly QueueShare[] {
  const taken = new Set(shares.map(({ name }) => name).filter((name) => !isPattern(name)));
  return shares.flatMap((share) => {
    if (!isPattern(share.name)) return [share];
    const prefix = share.name.slice(0, -1);
    const names = known.filter((name) => name.startsWith(prefix) && !taken.has(name)).toSorted();
    for (const name of names) taken.add(name);
    return names.map((name) => ({ ...share, name }));
  });
}

export function isPattern(name: string): boolean {
  return name.endsWith('*');
}
