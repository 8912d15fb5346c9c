import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pack, run, type Manifest } from './pack';

/** A registry of npm that has this repository's packages as they would be published, and sends on for others. */
export class LocalRegistry {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'drover-registry-'));
  readonly #upstream = run('npm', ['config', 'get', 'registry']).trim();
  readonly #packages = new Map<string, { manifest: Manifest; tarball: Buffer }>();
  readonly #server: Server = createServer((request, response) =>
    this.#answer(request.url ?? '', response),
  );

  /** @param names folders below packages/ */
  async start(names: readonly string[]): Promise<string> {
    for (const name of names) this.#pack(name);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.#url;
  }

  stop(): void {
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/`;
  }

  #pack(name: string): void {
    const { manifest, tarball } = pack(name, this.#folder);
    this.#packages.set(manifest.name, { manifest, tarball: readFileSync(tarball) });
  }

  #answer(url: string, response: ServerResponse): void {
    const wanted = decodeURIComponent(url.slice(1));
    const own = this.#packages.get(wanted.replace(/\.tgz$/, ''));
    if (!own) {
      response.writeHead(307, { location: new URL(url.slice(1), this.#upstream).href }).end();
    } else if (wanted.endsWith('.tgz')) {
      response.end(own.tarball);
    } else {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.#document(own)));
    }
  }

  #document({ manifest, tarball }: { manifest: Manifest; tarball: Buffer }): object {
    const { name, version } = manifest;
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
    const dist = { tarball: `${this.#url}${name}.tgz`, integrity };
    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...manifest, dist } },
    };
  }
}
