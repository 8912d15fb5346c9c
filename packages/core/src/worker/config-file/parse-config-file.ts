import type { QueueShare } from '../../adapters/queue-adapter';
import { nearest } from '../../support/nearest';
import type { CapsuleSettings } from '../capsule';
import type { Variables } from '../../yaml/env-expression';
import { FOREIGN_KEYS } from './foreign-keys';
import {
  isNull,
  readLocatedYaml,
  type LocatedEntry,
  type LocatedNode,
} from '../../yaml/located-yaml';
import { ProblemList } from '../../yaml/problem-list';
import { readSettings, SETTINGS, type Settings } from './read-settings';
import { substituteEnv } from '../../yaml/substitute-env';

/** A worker's configuration file, read for one environment. */
export interface ConfigFile {
  readonly file: string;
  readonly mode: 'strict' | 'weighted';
  /** Empty when the file names none. A name that ends in `*` is a pattern. */
  readonly queues: readonly QueueShare[];
  readonly concurrency: number | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly maxRetries: number | undefined;
  readonly verbose: boolean;
  readonly capsules: readonly CapsuleSettings[];
  /** What the file says that has no effect here, and why. */
  readonly notes: readonly string[];
}

/** Where a file is read. */
export interface ConfigContext {
  /** The section of the file that applies. */
  readonly environment: string;
  readonly variables: Variables;
}

/** Sections that need no content to be recognised. */
const USUAL_SECTIONS = ['production', 'staging', 'development', 'test'];

/**
 * Reads Sidekiq's configuration file. The section of the environment wins over the rest; the other
 * sections are checked as well, so that a mistake does not wait for its environment.
 *
 * @throws InvalidConfigFileError with everything that is wrong
 */
export function parseConfigFile(file: string, text: string, context: ConfigContext): ConfigFile {
  const source = substituteEnv(file, text, context.variables);
  const root = readLocatedYaml(file, source);
  const problems = new ProblemList(file, source);
  const entries = entriesOf(root, problems);
  const sections = entries.filter((entry) => isSection(entry, context.environment));
  const top = readSettings(
    entries.filter((entry) => !sections.includes(entry)),
    problems,
  );
  const chosen = sections.map(({ key, node }) => {
    const section = readSettings(isNull(node) ? [] : entriesOf(node, problems), problems);
    return key === context.environment ? section : { settings: {}, notes: [] };
  });
  problems.throwIfAny();
  const layers = [top, ...chosen];
  return freeze(
    file,
    Object.assign({}, ...layers.map(({ settings }) => settings)) as Settings,
    layers.flatMap(({ notes }) => notes),
  );
}

function entriesOf(node: LocatedNode, problems: ProblemList): readonly LocatedEntry[] {
  if (node.kind === 'map') return node.entries;
  problems.mismatch('The file', 'a map of settings', node);
  return [];
}

/** A map under a name of its own, unless the name looks like a misspelt setting. */
function isSection({ key, node }: LocatedEntry, environment: string): boolean {
  if (SETTINGS.includes(key) || Object.hasOwn(FOREIGN_KEYS, key)) return false;
  if (key === environment || USUAL_SECTIONS.includes(key))
    return node.kind === 'map' || isNull(node);
  return node.kind === 'map' && nearest(key, ['queues', 'capsules']) === undefined;
}

function freeze(file: string, settings: Settings, notes: readonly string[]): ConfigFile {
  const { queues = [], capsules = [], verbose = false } = settings;
  const { concurrency, timeout, maxRetries } = settings;
  return Object.freeze({
    file,
    mode: queues.some(({ weight }) => weight !== undefined) ? 'weighted' : 'strict',
    queues,
    concurrency,
    timeout,
    maxRetries,
    verbose,
    capsules: Object.freeze(capsules.map((capsule) => Object.freeze(capsule))),
    notes: Object.freeze(notes),
  });
}
