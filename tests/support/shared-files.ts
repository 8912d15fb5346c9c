import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The journal and the database that the processes of one test share. */
export class SharedFiles {
  /** What a process needs to find them; this one has it already. */
  readonly env: Readonly<Record<string, string>>;
  readonly #folder: string;

  constructor() {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'drover-test-'));
    const journal = path.join(this.#folder, 'journal');
    writeFileSync(journal, '');
    this.env = { TEST_DATA: this.#folder, TEST_JOURNAL: journal };
    Object.assign(process.env, this.env);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
