import type { DeclaredEntry } from '../../adapters/schedule-store';
import type { Variables } from '../../yaml/env-expression';
import { readLocatedYaml, type LocatedEntry, type LocatedNode } from '../../yaml/located-yaml';
import { ProblemList } from '../../yaml/problem-list';
import { substituteEnv } from '../../yaml/substitute-env';
import { FOREIGN_ENTRY_KEYS } from './foreign-entry-keys';
import { readEntry, type EntryContext } from './read-entry';

/** A schedule file that was read. */
export interface ScheduleFile {
  readonly file: string;
  readonly entries: readonly DeclaredEntry[];
  /** What the file says that has no effect here, and why. */
  readonly notes: readonly string[];
}

export interface ScheduleFileContext extends EntryContext {
  /** What the file may ask for. */
  readonly variables: Variables;
}

/**
 * Reads sidekiq-cron's schedule file: a map of names to entries, or a list of entries with names.
 *
 * @throws InvalidConfigFileError with everything that is wrong; no entry of such a file is used
 */
export function parseScheduleFile(
  file: string,
  text: string,
  context: ScheduleFileContext,
): ScheduleFile {
  const source = substituteEnv(file, text, context.variables);
  const root = readLocatedYaml(file, source);
  const problems = new ProblemList(file, source);
  const entries = nodesOf(root, problems).flatMap(({ node, ...given }) => {
    const entry = readEntry(node, given, context, problems);
    return entry ? [{ entry, at: given.at }] : [];
  });
  refuseTwins(entries, problems);
  problems.throwIfAny();
  const notes = nodesOf(root, problems).flatMap(({ node }) => notesOn(node, problems));
  return Object.freeze({ file, entries: entries.map(({ entry }) => entry), notes });
}

interface EntryNode {
  readonly name?: string;
  readonly at: number;
  readonly node: LocatedNode;
}

function nodesOf(root: LocatedNode, problems: ProblemList): readonly EntryNode[] {
  if (root.kind === 'list') return root.items.map((node) => ({ at: node.at, node }));
  if (root.kind === 'map')
    return root.entries.map(({ key, keyAt, node }) => ({ name: key, at: keyAt, node }));
  problems.mismatch('The file', 'a map of names to entries, or a list of them', root);
  return [];
}

/** In a map the keys cannot be the same; in a list the names can. */
function refuseTwins(
  entries: readonly { entry: DeclaredEntry; at: number }[],
  problems: ProblemList,
): void {
  const seen = new Set<string>();
  for (const { entry, at } of entries) {
    if (seen.has(entry.name))
      problems.report(at, `expected each name once, and '${entry.name}' comes twice.`);
    seen.add(entry.name);
  }
}

function notesOn(node: LocatedNode, problems: ProblemList): string[] {
  const entries: readonly LocatedEntry[] = node.kind === 'map' ? node.entries : [];
  return entries
    .filter(({ key }) => Object.hasOwn(FOREIGN_ENTRY_KEYS, key) && key !== 'active_job')
    .map(
      ({ key, keyAt }) =>
        `${problems.placeOf(keyAt)}: '${key}' has no effect: ${FOREIGN_ENTRY_KEYS[key]}.`,
    );
}
