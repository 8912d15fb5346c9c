import { describeValue } from '../support/describe-value';
import { didYouMean } from '../support/nearest';
import { InvalidConfigFileError, type ConfigProblem } from './invalid-config-file-error';
import type { LocatedNode } from './located-yaml';
import type { SourceText } from './source-text';

/** Collects what is wrong with a file, so that its author sees everything at once. */
export class ProblemList {
  readonly #file: string;
  readonly #source: SourceText;
  readonly #problems: ConfigProblem[] = [];

  constructor(file: string, source: SourceText) {
    this.#file = file;
    this.#source = source;
  }

  report(at: number, message: string): void {
    this.#problems.push({ ...this.#source.positionOf(at), message });
  }

  /** @param where - the setting, such as `concurrency` */
  mismatch(where: string, expected: string, node: LocatedNode): void {
    const got = node.kind === 'scalar' ? describeValue(node.value) : `a ${node.kind}`;
    this.report(node.at, `${where}: expected ${expected}, got ${got}.`);
  }

  unknownKey(at: number, key: string, known: readonly string[], where = ''): void {
    const forms = known.map((each) => `'${each}'`).join(', ');
    this.report(
      at,
      `${where && `${where.trim()}: `}expected ${forms}, got the unknown key '${key}'. ${didYouMean(key, known)}`.trim(),
    );
  }

  /** For notes: where in the file something stands. */
  placeOf(at: number): string {
    return `${this.#file}:${this.#source.positionOf(at).line}`;
  }

  /** @throws InvalidConfigFileError */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    const inOrder = this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
    throw new InvalidConfigFileError(this.#file, inOrder);
  }
}
