import type { ParseArgsConfig } from 'node:util';

/** The process as a command sees it. */
export interface Terminal {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown };
  on(signal: NodeJS.Signals, listener: () => void): unknown;
}

export type Flags = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** What it must be told beside flags. Absent: nothing. */
  readonly operands?: {
    /** For messages: 'NAME'. */
    readonly name: string;
    /** How many it takes at most. */
    readonly most: number;
    /** Whether it takes none as well. */
    readonly optional?: boolean;
  };
  /** Resolves to the exit code. */
  run(flags: Flags, terminal: Terminal, operands: readonly string[]): Promise<number>;
}
