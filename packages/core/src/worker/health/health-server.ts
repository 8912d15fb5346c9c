import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Readiness } from '../readiness';

export interface HealthServerOptions {
  readonly port: number;
  /** Undefined: every address of the host. */
  readonly host: string | undefined;
  readonly look: () => Promise<Readiness>;
}

/** Milliseconds a client has to send its question. */
const PATIENCE = 5000;

/** Answers probes: `/live` as long as the event loop turns, `/ready` when jobs are taken. */
export class HealthServer {
  readonly #server: Server;
  readonly #look: () => Promise<Readiness>;

  private constructor(look: () => Promise<Readiness>) {
    this.#look = look;
    const limits = { requestTimeout: PATIENCE, headersTimeout: PATIENCE, keepAliveTimeout: 1 };
    this.#server = createServer(limits, ({ method, url = '' }, response) => {
      const known = method === 'GET' || method === 'HEAD' ? url.split('?')[0] : '';
      void this.#answer(known, response);
    });
  }

  /** @throws the error of `listen`, such as EADDRINUSE */
  static async start({ port, host, look }: HealthServerOptions): Promise<HealthServer> {
    const health = new HealthServer(look);
    health.#server.listen({ port, ...(host !== undefined && { host }) });
    await once(health.#server, 'listening');
    health.#server.unref();
    return health;
  }

  close(): void {
    this.#server.close();
  }

  async #answer(path: string | undefined, response: ServerResponse): Promise<void> {
    if (path === '/live') return send(response, 200, { live: true });
    if (path !== '/ready') return send(response, 404, { error: 'Ask for /live or /ready.' });
    const readiness = await this.#look();
    send(response, readiness.ready ? 200 : 503, readiness);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}
