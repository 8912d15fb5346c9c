import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Readiness } from '../readiness';
import type { MetricsPage } from './metrics-page';

export interface HealthServerOptions {
  readonly port: number;
  /** Undefined: every address of the host. */
  readonly host: string | undefined;
  readonly look: () => Promise<Readiness>;
  /** Undefined: there are none. */
  readonly metrics: () => Promise<MetricsPage | undefined>;
}

/** Milliseconds a client has to send its question. */
const PATIENCE = 5000;

/** Answers `/live` as long as the event loop turns, `/ready` when jobs are taken, and `/metrics`. */
export class HealthServer {
  readonly #server: Server;
  readonly #parts: Pick<HealthServerOptions, 'look' | 'metrics'>;

  private constructor(parts: Pick<HealthServerOptions, 'look' | 'metrics'>) {
    this.#parts = parts;
    const limits = { requestTimeout: PATIENCE, headersTimeout: PATIENCE, keepAliveTimeout: 1 };
    this.#server = createServer(limits, ({ method, url = '' }, response) => {
      const known = method === 'GET' || method === 'HEAD' ? url.split('?')[0] : '';
      void this.#answer(known, response);
    });
  }

  /** @throws the error of `listen`, such as EADDRINUSE */
  static async start({ port, host, ...parts }: HealthServerOptions): Promise<HealthServer> {
    const health = new HealthServer(parts);
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
    if (path === '/metrics') return this.#answerMetrics(response);
    if (path !== '/ready')
      return send(response, 404, { error: 'Ask for /live, /ready or /metrics.' });
    const readiness = await this.#parts.look();
    send(response, readiness.ready ? 200 : 503, readiness);
  }

  /** A scrape that fails is seen as such; a store that is away must not look like empty queues. */
  async #answerMetrics(response: ServerResponse): Promise<void> {
    try {
      const page = await this.#parts.metrics();
      if (!page) return send(response, 404, { error: NO_METRICS });
      response.writeHead(200, { 'content-type': page.contentType, connection: 'close' });
      response.end(page.text);
    } catch (error) {
      send(response, 503, { error: (error as Error).message });
    }
  }
}

const NO_METRICS =
  'No metrics are collected (yet). They need a worker that has started, and the package prom-client: ' +
  'npm install prom-client.';

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify(body)}\n`);
}
