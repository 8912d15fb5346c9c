import type { QueueShare } from '../adapters/queue-adapter';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { DEFAULT_CAPSULE, type Capsule, type CapsuleSettings } from './capsule';
import { expandPatterns, isPattern } from './queue-patterns';
import type { WorkSettings } from './work-settings';

/** What a worker does, with everything decided. */
export interface WorkPlan {
  readonly capsules: readonly Capsule[];
  /** Milliseconds that `stop()` waits for running jobs. */
  readonly timeout: number;
}

export interface KnownQueues {
  /** Those that the job classes declare. */
  readonly declared: readonly string[];
  /** Those in the store. Asked for only when a pattern needs it. */
  inStore(): Promise<readonly string[]>;
}

const CONCURRENCY = 10;
const TIMEOUT = 25_000;

/**
 * Decides between what several places say: the first that says something wins. A worker that is
 * given queues of its own serves these and no other: it leaves the configured capsules to others.
 *
 * @param own - what was said for this worker alone
 * @param shared - what is configured for all, the stronger first
 * @throws InvalidOptionsError when there is no queue to serve
 */
export async function planWork(
  own: WorkSettings,
  shared: readonly WorkSettings[],
  known: KnownQueues,
): Promise<WorkPlan> {
  const places = [own, ...shared];
  const concurrency = firstOf(places, 'concurrency') ?? CONCURRENCY;
  const capsules = firstOf(own.queues ? [own] : places, 'capsules') ?? [];
  const queues = firstOf(places, 'queues') ?? undeclaredElsewhere(known.declared, capsules);
  const wanted = [{ name: DEFAULT_CAPSULE, queues, concurrency }, ...capsules];
  const found = await findQueues(wanted, known);
  return {
    capsules: atLeastOne(
      found.map((capsule) => ({ ...capsule, concurrency: capsule.concurrency ?? concurrency })),
    ),
    timeout: firstOf(places, 'timeout') ?? TIMEOUT,
  };
}

function firstOf<Key extends keyof WorkSettings>(
  places: readonly WorkSettings[],
  key: Key,
): WorkSettings[Key] {
  // A file that names no queues, or no capsules, has an empty list.
  const says = (value: WorkSettings[Key]) =>
    value !== undefined && !(Array.isArray(value) && value.length === 0);
  return places.map((place) => place[key]).find(says);
}

/** Every queue that no capsule has, all with the same weight. */
function undeclaredElsewhere(
  declared: readonly string[],
  capsules: readonly CapsuleSettings[],
): readonly QueueShare[] {
  const taken = namesIn(capsules);
  return declared.filter((name) => !taken.has(name)).map((name) => ({ name, weight: 1 }));
}

/** Patterns become the queues they match, save those that a capsule names. */
async function findQueues(
  capsules: readonly CapsuleSettings[],
  known: KnownQueues,
): Promise<CapsuleSettings[]> {
  if (![...namesIn(capsules)].some(isPattern)) return [...capsules];
  const named = namesIn(capsules);
  const all = new Set([...known.declared, ...(await known.inStore())]);
  const free = [...all].filter((name) => !named.has(name));
  return capsules.map((each) => ({ ...each, queues: expandPatterns(each.queues, free) }));
}

function namesIn(capsules: readonly CapsuleSettings[]): Set<string> {
  return new Set(capsules.flatMap(({ queues }) => queues.map(({ name }) => name)));
}

/** A capsule without queues would keep connections for nothing. */
function atLeastOne(capsules: readonly Capsule[]): readonly Capsule[] {
  const serving = capsules.filter(({ queues }) => queues.length > 0);
  if (serving.length > 0) return serving;
  throw new InvalidOptionsError(
    'The queues of the worker',
    'at least one that exists',
    capsules.flatMap(({ queues }) => queues),
    'Patterns match the queues that job classes declare and those in the store.',
  );
}
