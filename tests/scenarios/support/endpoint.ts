import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web server that answers as it is told. */
export class Endpoint {
  readonly #server: Server;
  readonly #calls = new Map<string, number>();
  #paths = 0;

  static async start(): Promise<Endpoint> {
    const endpoint = new Endpoint();
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  private constructor() {
    this.#server = createServer(({ url = '' }, response) => {
      const call = this.#calls.get(url) ?? 0;
      this.#calls.set(url, call + 1);
      const statuses = url.split('/').slice(2);
      response.writeHead(Number(statuses[call] ?? statuses.at(-1))).end();
    });
  }

  /** A URL of its own that gives these answers in turn, and the last one for ever. */
  answering(...statuses: readonly number[]): string {
    const { port } = this.#server.address() as AddressInfo;
    this.#paths += 1;
    return `http://127.0.0.1:${port}/${this.#paths}/${statuses.join('/')}`;
  }

  callsTo(url: string): number {
    return this.#calls.get(new URL(url).pathname) ?? 0;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
