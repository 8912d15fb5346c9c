interface Piece {
  /** Where it begins in the text. */
  readonly at: number;
  /** Where it came from in the file. */
  readonly from: number;
  readonly substituted: boolean;
}

/** The text of a file in which parts were substituted. It knows where in the file each came from. */
export class SourceText {
  readonly #original: string;
  readonly #pieces: Piece[] = [];
  #text = '';

  constructor(original: string) {
    this.#original = original;
  }

  get text(): string {
    return this.#text;
  }

  /** The file's own text between two offsets. */
  copy(from: number, to: number): void {
    this.#append(this.#original.slice(from, to), from, false);
  }

  /** What stands for the part of the file that begins at `from`. */
  substitute(text: string, from: number): void {
    this.#append(text, from, true);
  }

  /** The offset in the file of an offset in the text. */
  originOf(offset: number): number {
    const piece = this.#pieces.findLast(({ at }) => at <= offset);
    if (!piece) return offset;
    return piece.substituted ? piece.from : piece.from + offset - piece.at;
  }

  /** Line and column of an offset in the file, from 1. */
  positionOf(origin: number): { line: number; column: number } {
    const before = this.#original.slice(0, origin).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }

  #append(text: string, from: number, substituted: boolean): void {
    if (text === '') return;
    this.#pieces.push({ at: this.#text.length, from, substituted });
    this.#text += text;
  }
}
