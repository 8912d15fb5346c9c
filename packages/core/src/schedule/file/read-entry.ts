import type { DeclaredEntry, EntryStatus } from '../../adapters/schedule-store';
import { SHORTEST_INTERVAL, toEntrySettings } from '../../options/entry-options';
import { optionsOf } from '../../options/job-options';
import type { JobRegistry } from '../../registry/job-registry';
import type { ArgumentSerializer } from '../../serialization/argument-serializer';
import { parseCron } from '../../support/cron/cron-expression';
import type { Recurrence } from '../../support/cron/recurrence';
import { didYouMean } from '../../support/nearest';
import type { LocatedNode } from '../../yaml/located-yaml';
import { plainValue } from '../../yaml/plain-value';
import type { ProblemList } from '../../yaml/problem-list';
import { into, readMap, type MapForm } from '../../yaml/read-map';
import { oneOf, readDuration, readFlag, readText, type Read } from '../../yaml/read-scalars';
import { toDeclaredEntry } from '../declared-entry';
import { sealedEntry } from '../sealed-entry';
import { FOREIGN_ENTRY_KEYS } from './foreign-entry-keys';

/** Where the classes and the arguments of entries come from. */
export interface EntryContext {
  readonly registry: JobRegistry;
  readonly serializer: ArgumentSerializer;
}

/** What an entry says. */
interface EntryFields {
  readonly name: string;
  readonly cron: LocatedNode;
  readonly every: number;
  readonly tz: string;
  /** The wire name. */
  readonly job: string;
  readonly args: readonly unknown[];
  readonly queue: string;
  readonly description: string;
  readonly status: EntryStatus;
  readonly dateAsArgument: boolean;
  readonly jitter: number;
  readonly overlap: 'allow' | 'skip';
  readonly grace: number;
}

/** Reads one entry. Undefined, with every problem reported, when it cannot be used. */
export function readEntry(
  node: LocatedNode,
  given: { readonly name?: string; readonly at: number },
  { registry, serializer }: EntryContext,
  problems: ProblemList,
): DeclaredEntry | undefined {
  if (node.kind !== 'map') {
    problems.mismatch(given.name ?? 'An entry', 'a map with `cron` and `class`', node);
    return undefined;
  }
  const where = given.name === undefined ? '' : `${given.name} `;
  const fields = readMap(node.entries, formFor(registry), problems, where);
  const name = given.name ?? fields.name;
  if (name === undefined) problems.report(given.at, 'An entry: expected a `name`, got none.');
  const recurrence = readRecurrence(where, fields, given.at, problems);
  if (!node.entries.some(({ key }) => key === 'class' || key === 'klass'))
    problems.report(given.at, `${where}class: expected a job class, got none.`);
  if (name === undefined || !recurrence || fields.job === undefined) return undefined;
  const entry = toDeclaredEntry({
    ...{ name, job: fields.job, recurrence, status: fields.status, source: 'file' },
    args: serializer.serialize(fields.args ?? []),
    settings: toEntrySettings(name, fields),
  });
  return sealedEntry(entry, registry.find(fields.job), serializer);
}

function formFor(registry: JobRegistry): MapForm<EntryFields> {
  const readClass = classIn(registry);
  return {
    readers: {
      name: into('name', readText),
      cron: into('cron', (_, node) => node),
      every: into('every', readInterval),
      class: into('job', readClass),
      klass: into('job', readClass),
      queue: into('queue', readQueueName),
      args: into('args', readArguments),
      description: into('description', readText),
      status: into('status', oneOf('enabled', 'disabled')),
      date_as_argument: into('dateAsArgument', readFlag),
      tz: into('tz', readText),
      jitter: into('jitter', readDuration),
      overlap: into('overlap', oneOf('allow', 'skip')),
      grace: into('grace', readDuration),
    },
    foreign: FOREIGN_ENTRY_KEYS,
  };
}

function readRecurrence(
  where: string,
  { cron, every, tz }: Partial<EntryFields>,
  at: number,
  problems: ProblemList,
): Recurrence | undefined {
  if ((cron === undefined) === (every === undefined)) {
    const got = cron ? 'both' : 'neither';
    problems.report(at, `${where}cron: expected either \`cron\` or \`every\`, got ${got}.`);
    return undefined;
  }
  if (every !== undefined && tz !== undefined)
    problems.report(
      at,
      `${where}tz: expected none beside \`every\`: an interval has no time zone.`,
    );
  return cron ? readCron(`${where}cron`, cron, tz, problems) : { every: every ?? 0 };
}

function readCron(
  where: string,
  node: LocatedNode,
  tz: string | undefined,
  problems: ProblemList,
): Recurrence | undefined {
  const text = readText(where, node, problems);
  if (text === undefined) return undefined;
  const parsed = parseCron(text, tz);
  if ('cron' in parsed) return parsed.cron;
  const { expected, got, advice } = parsed.problem;
  problems.report(node.at, `${where}: expected ${expected}, got '${got}'. ${advice}`.trim());
  return undefined;
}

const readInterval: Read<number> = (where, node, problems) => {
  const interval = readDuration(where, node, problems);
  if (interval === undefined || interval >= SHORTEST_INTERVAL) return interval;
  problems.mismatch(where, 'a duration of at least 1 second', node);
  return undefined;
};

const readQueueName: Read<string> = (where, node, problems) => {
  const name = node.kind === 'scalar' ? node.text.replace(/^:/, '') : '';
  if (name !== '' && !name.includes(':')) return name;
  problems.mismatch(where, "a queue name: a text that is not empty and has no ':'", node);
  return undefined;
};

/** As sidekiq-cron: a list is the arguments, a map is one; a text is JSON, or else one argument. */
const readArguments: Read<readonly unknown[]> = (_, node) => {
  const value = plainValue(node);
  const meant = typeof value === 'string' ? fromJson(value) : value;
  return Array.isArray(meant) ? (meant as unknown[]) : [meant];
};

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function classIn(registry: JobRegistry): Read<string> {
  return (where, node, problems) => {
    const name = readText(where, node, problems);
    const jobClass = name === undefined ? undefined : registry.find(name);
    if (name !== undefined && !jobClass)
      problems.report(node.at, unknownClass(where, name, registry));
    return jobClass && optionsOf(jobClass).name;
  };
}

function unknownClass(where: string, name: string, registry: JobRegistry): string {
  const closest = didYouMean(name.split('::').at(-1) ?? name, registry.names());
  const hint = closest ? `${closest} If not, put` : 'Put';
  return `${where}: expected a job class that exists, got '${name}'. ${hint} its file under jobs/: drover generate job ${name}`;
}
