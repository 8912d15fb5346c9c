import type { Document, Node, Pair, Scalar, YAMLMap } from 'yaml';
import { InvalidConfigFileError, type ConfigProblem } from './invalid-config-file-error';
import type { SourceText } from './source-text';

/** A value of a YAML file and where it stands: an offset in the file. */
export type LocatedNode = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  readonly at: number;
  readonly entries: readonly LocatedEntry[];
}

export interface LocatedList {
  readonly kind: 'list';
  readonly at: number;
  readonly items: readonly LocatedNode[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly at: number;
  readonly value: unknown;
  /** As it is written: YAML 1.1 takes a name such as `no` or `e0` for something else. */
  readonly text: string;
}

export interface LocatedEntry {
  /** Without the colon of a Ruby symbol. */
  readonly key: string;
  readonly keyAt: number;
  readonly node: LocatedNode;
}

type Yaml = typeof import('yaml');

/**
 * Reads YAML 1.1, as Ruby does, with aliases and merge keys followed. An empty file is an empty map.
 *
 * @throws InvalidConfigFileError for what is no YAML, and for a key that is set twice
 */
export function readLocatedYaml(file: string, source: SourceText): LocatedNode {
  // Loaded when there is a file to read: an application without one does not pay for it.
  const yaml = require('yaml') as Yaml;
  const document = yaml.parseDocument(source.text, {
    version: '1.1',
    prettyErrors: false,
    uniqueKeys: false,
  });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw new InvalidConfigFileError(
      file,
      faults.map(({ pos, message }) => ({
        ...source.positionOf(source.originOf(pos[0])),
        message: `expected YAML: ${message}`,
      })),
    );
  }
  const locator = new Locator(yaml, document, source);
  const root = locator.locate(document.contents, 0);
  if (locator.problems.length > 0) throw new InvalidConfigFileError(file, locator.problems);
  return isNull(root) ? { kind: 'map', at: 0, entries: [] } : root;
}

export function isNull(node: LocatedNode): boolean {
  return node.kind === 'scalar' && (node.value === null || node.value === undefined);
}

class Locator {
  readonly problems: ConfigProblem[] = [];
  readonly #yaml: Yaml;
  readonly #document: Document;
  readonly #source: SourceText;
  /** Each anchor is followed once, however often it is named. */
  readonly #located = new Map<Node, LocatedNode>();
  readonly #within = new Set<Node>();

  constructor(yaml: Yaml, document: Document, source: SourceText) {
    this.#yaml = yaml;
    this.#document = document;
    this.#source = source;
  }

  /** @param near - where a value that is not written would stand */
  locate(node: unknown, near: number): LocatedNode {
    if (!this.#yaml.isNode(node)) return { kind: 'scalar', at: near, value: node, text: '' };
    const at = this.#offsetOf(node);
    const target = this.#yaml.isAlias(node) ? node.resolve(this.#document) : node;
    if (!target || this.#within.has(target)) {
      this.#report(at, 'expected a value, got an alias of what it is part of.');
      return { kind: 'scalar', at, value: null, text: '' };
    }
    this.#within.add(target);
    const located = this.#located.get(target) ?? this.#convert(target, at);
    this.#within.delete(target);
    this.#located.set(target, located);
    return located;
  }

  #convert(node: Node, at: number): LocatedNode {
    if (this.#yaml.isMap(node)) return { kind: 'map', at, entries: this.#entriesOf(node) };
    if (this.#yaml.isSeq(node))
      return { kind: 'list', at, items: node.items.map((item) => this.locate(item, at)) };
    const { value, source = '' } = node as Scalar;
    return { kind: 'scalar', at, value, text: source };
  }

  /** A map's own keys win over those it merges in, wherever they stand. */
  #entriesOf(map: YAMLMap): LocatedEntry[] {
    const own = new Map<string, LocatedEntry>();
    const merged = new Map<string, LocatedEntry>();
    for (const pair of map.items) {
      const entry = this.#entryOf(pair);
      if (entry.key === '<<') this.#mergeInto(merged, entry.node);
      else this.#add(own, entry);
    }
    return [...new Map([...merged, ...own]).values()];
  }

  #entryOf({ key, value }: Pair): LocatedEntry {
    const keyAt = this.#yaml.isNode(key) ? this.#offsetOf(key) : 0;
    if (!this.#yaml.isScalar(key)) this.#report(keyAt, 'expected a plain key.');
    const text = this.#yaml.isScalar(key) ? (key.source ?? String(key.value)) : '';
    return { key: text.replace(/^:/, ''), keyAt, node: this.locate(value, keyAt) };
  }

  #add(entries: Map<string, LocatedEntry>, entry: LocatedEntry): void {
    const first = entries.get(entry.key);
    if (first) {
      const { line } = this.#source.positionOf(first.keyAt);
      this.#report(entry.keyAt, `expected each key once, and line ${line} has set '${entry.key}'.`);
    }
    entries.set(entry.key, entry);
  }

  #mergeInto(merged: Map<string, LocatedEntry>, node: LocatedNode): void {
    const maps = node.kind === 'list' ? node.items : [node];
    for (const map of maps) {
      if (map.kind !== 'map') this.#report(map.at, 'expected a map to merge.');
      else
        for (const entry of map.entries) if (!merged.has(entry.key)) merged.set(entry.key, entry);
    }
  }

  #report(at: number, message: string): void {
    this.problems.push({ ...this.#source.positionOf(at), message });
  }

  #offsetOf(node: Node): number {
    return this.#source.originOf(node.range?.[0] ?? 0);
  }
}
