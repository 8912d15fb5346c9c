import { DEFAULT_CAPSULE, type CapsuleSettings } from '../capsule';
import { isNull, type LocatedEntry, type LocatedMap } from '../../yaml/located-yaml';
import type { ProblemList } from '../../yaml/problem-list';
import { readQueues } from './read-queues';
import { wholeNumberFrom, type Read } from '../../yaml/read-scalars';

const KNOWN = ['queues', 'concurrency'];

const readConcurrency = wholeNumberFrom(1);

export const readCapsules: Read<readonly CapsuleSettings[]> = (where, node, problems) => {
  if (node.kind === 'map') return node.entries.map((entry) => readCapsule(where, entry, problems));
  problems.mismatch(where, 'a map of names to { queues, concurrency }', node);
  return undefined;
};

function readCapsule(
  where: string,
  { key: name, keyAt, node }: LocatedEntry,
  problems: ProblemList,
): CapsuleSettings {
  const place = `${where} ${name}`;
  if (name === DEFAULT_CAPSULE)
    problems.report(
      keyAt,
      `${place}: expected another name. The default capsule is what \`queues\` and \`concurrency\` say.`,
    );
  if (node.kind !== 'map') {
    problems.mismatch(place, 'a map with `queues`', node);
    return { name, queues: [], concurrency: undefined };
  }
  return { name, ...readParts(place, node, keyAt, problems) };
}

function readParts(
  place: string,
  map: LocatedMap,
  keyAt: number,
  problems: ProblemList,
): Omit<CapsuleSettings, 'name'> {
  const nodes = new Map(map.entries.map(({ key, node }) => [key, node]));
  for (const { key, keyAt: at } of map.entries) {
    if (!KNOWN.includes(key)) problems.unknownKey(at, key, KNOWN);
  }
  const queues = nodes.get('queues');
  const concurrency = nodes.get('concurrency');
  if (!queues) problems.report(keyAt, `${place}: expected \`queues\`, and there are none.`);
  return {
    queues: (queues && readQueues(`${place} queues`, queues, problems)) ?? [],
    concurrency:
      concurrency && !isNull(concurrency)
        ? readConcurrency(`${place} concurrency`, concurrency, problems)
        : undefined,
  };
}
