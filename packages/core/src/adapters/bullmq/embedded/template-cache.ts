import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { installedVersion } from './installed-version';

const decompress = promisify(gunzip);

/**
 * Keeps one empty database for each PGlite version: opening a copy takes a second, making a new one
 * five. BullMQ's tables are not in it, so it serves every schema. Best effort: no fault of the
 * cache reaches anyone.
 */
export class TemplateCache {
  private constructor(private readonly file: string | undefined) {}

  static in(directory: string | undefined): TemplateCache {
    const version = installedVersion('@electric-sql/pglite');
    if (directory === undefined || version === undefined) return new TemplateCache(undefined);
    return new TemplateCache(join(directory, `pglite-${version}.tar.gz`));
  }

  /** The template as a tar archive. */
  async read(): Promise<Blob | undefined> {
    if (this.file === undefined) return undefined;
    const compressed = await readFile(this.file).catch(() => undefined);
    if (!compressed) return undefined;
    try {
      // Decompressed here because PGlite, given a damaged archive, also rejects a promise that
      // nobody can catch, which ends the process.
      return new Blob([await decompress(compressed)], { type: 'application/x-tar' });
    } catch {
      return this.discard();
    }
  }

  /** Takes a gzipped archive. Written under another name first: nobody ever reads half of one. */
  async write(archive: () => Promise<Blob>): Promise<void> {
    if (this.file === undefined) return;
    const unfinished = `${this.file}.${randomUUID()}`;
    try {
      await mkdir(dirname(this.file), { recursive: true });
      await writeFile(unfinished, Buffer.from(await (await archive()).arrayBuffer()));
      await rename(unfinished, this.file);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  async discard(): Promise<undefined> {
    if (this.file !== undefined) await rm(this.file, { force: true }).catch(() => undefined);
  }
}
