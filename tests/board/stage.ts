import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { board, type BoardOptions } from '@drover/board';
import express from 'express';

/** What a board may be mounted in. Express 4 has no types of its own. */
export const HOSTS = { '5': express, '4': require('express4') as typeof express };

export type Host = keyof typeof HOSTS;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
}

/** An Express application with a board at /jobs, on a port of this machine. */
export class BoardStage {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** @param settings - of the application around the board */
  static async open(
    options: BoardOptions = {},
    settings = {},
    host: Host = '5',
  ): Promise<BoardStage> {
    const app = HOSTS[host]();
    for (const [name, value] of Object.entries(settings)) app.set(name, value);
    // Most applications read bodies before anything else.
    app.use('/parsed', HOSTS[host].json(), HOSTS[host].urlencoded({ extended: true }));
    app.use('/parsed/jobs', board(options));
    app.use('/jobs', board(options));
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BoardStage(server);
  }

  /** Sends the path as it is, which `fetch` would not. */
  async ask(
    path: string,
    { method = 'GET', headers = {}, body, form }: Asking = {},
  ): Promise<Answer> {
    const content = form ? encoded(form) : JSON.stringify(body ?? {});
    const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
    const sending = request(`${this.url}/`, {
      ...{ method, path },
      headers: { ...(method !== 'GET' && { 'Content-Type': type }), ...headers },
    });
    sending.end(method === 'GET' ? undefined : content);
    const [response] = (await once(sending, 'response')) as [import('node:http').IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    const json: unknown = /json/.test(response.headers['content-type'] ?? '')
      ? JSON.parse(text)
      : undefined;
    return { status: response.statusCode ?? 0, headers: response.headers, text, json };
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function encoded(form: NonNullable<Asking['form']>): string {
  const pairs = Object.entries(form).flatMap(([name, values]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(pairs).toString();
}
