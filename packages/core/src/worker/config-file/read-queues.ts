import type { QueueShare } from '../../adapters/queue-adapter';
import { isServedName, SERVED_NAME_FORMS, sharesOf } from '../queue-shares';
import { isNull, type LocatedNode } from '../../yaml/located-yaml';
import type { ProblemList } from '../../yaml/problem-list';
import { wholeNumberFrom, type Read } from '../../yaml/read-scalars';

const ITEM_FORMS = "a queue name, 'name,weight' or [name, weight]";

const readWeight = wholeNumberFrom(0);

/** A list of queues, a map of their weights, or the name of one: all that Sidekiq takes. */
export const readQueues: Read<readonly QueueShare[]> = (where, node, problems) => {
  const queues = queueNodes(node).map((each) => readQueue(where, each, problems));
  if (queues.length === 0) problems.mismatch(where, 'at least one queue', node);
  return sharesOf(queues.filter((queue) => queue !== undefined));
};

type QueueNode = LocatedNode | { readonly pair: readonly [LocatedNode, LocatedNode] };

function queueNodes(node: LocatedNode): readonly QueueNode[] {
  if (node.kind === 'list') return node.items;
  if (node.kind === 'scalar') return [node];
  return node.entries.map(({ key, keyAt, node: weight }) => ({
    pair: [{ kind: 'scalar', at: keyAt, value: key, text: key }, weight],
  }));
}

function readQueue(where: string, node: QueueNode, problems: ProblemList): QueueShare | undefined {
  const [name, weight, surplus] = partsOf(node);
  if (!name || surplus || name.kind !== 'scalar') {
    problems.mismatch(where, ITEM_FORMS, 'pair' in node ? node.pair[0] : node);
    return undefined;
  }
  return toShare(where, name, weight, problems);
}

/** The name and the weight of a queue, if it has one. */
function partsOf(node: QueueNode): readonly LocatedNode[] {
  if ('pair' in node) return node.pair;
  if (node.kind === 'list') return node.items;
  if (node.kind === 'map') return [];
  if (isNull(node)) return [];
  return node.text.split(',').map((part) => ({ ...node, value: part.trim(), text: part.trim() }));
}

function toShare(
  where: string,
  nameNode: LocatedNode,
  weightNode: LocatedNode | undefined,
  problems: ProblemList,
): QueueShare | undefined {
  const name = nameOf(nameNode);
  if (!isServedName(name)) {
    problems.mismatch(where, SERVED_NAME_FORMS, nameNode);
    return undefined;
  }
  const weight = weightNode && readWeight(`${where} weight of '${name}'`, weightNode, problems);
  // Sidekiq's way to say "none".
  return weight === undefined || weight === 0 ? { name } : { name, weight };
}

/** Without the colon of a Ruby symbol. */
function nameOf(node: LocatedNode): string | undefined {
  return node.kind === 'scalar' && !isNull(node) ? node.text.replace(/^:/, '') : undefined;
}
