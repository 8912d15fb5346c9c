import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  /** Replies that were kept back. */
  readonly held: Buffer[];
}

/** A network between a client and a server that can be cut, silenced and mended. */
export class TcpProxy {
  readonly port: number;
  /** Connections accepted so far. */
  accepted = 0;
  readonly #target: number;
  readonly #links = new Set<Link>();
  #listener: Server;
  #holding = false;
  #repliesLeft = Infinity;

  static async start(target: number): Promise<TcpProxy> {
    const listener = createServer();
    await listen(listener, 0);
    return new TcpProxy(listener, target);
  }

  private constructor(listener: Server, target: number) {
    this.#target = target;
    this.#listener = listener.on('connection', (client) => this.#accept(client));
    this.port = (listener.address() as AddressInfo).port;
  }

  /** Connections open right now. */
  get open(): number {
    return this.#links.size;
  }

  /** Everything passes again; replies that were held back arrive first. */
  async pass(): Promise<void> {
    this.#holding = false;
    this.#repliesLeft = Infinity;
    for (const { client, held } of this.#links)
      for (const chunk of held.splice(0)) client.write(chunk);
    if (this.#listener.listening) return;
    this.#listener = createServer((client) => this.#accept(client));
    await listen(this.#listener, this.port);
  }

  /** Connections are accepted and commands reach the server, but no reply comes back. */
  hold(): void {
    this.#holding = true;
  }

  /** Lets so many bytes of replies through, over all connections, then cuts the connection. 0: cuts at the first reply. */
  dropAfter(bytes: number): void {
    this.#repliesLeft = bytes;
  }

  /** Cuts every connection; new ones are accepted. Held replies are lost. */
  dropConnections(): void {
    for (const link of this.#links) this.#drop(link);
  }

  /** Cuts every connection and refuses new ones. */
  async refuse(): Promise<void> {
    if (!this.#listener.listening) return;
    this.#listener.close();
    this.dropConnections();
    await once(this.#listener, 'close');
  }

  async close(): Promise<void> {
    await this.refuse();
  }

  #accept(client: Socket): void {
    this.accepted += 1;
    const link: Link = { client, server: connect(this.#target, '127.0.0.1'), held: [] };
    this.#links.add(link);
    client.on('data', (chunk) => link.server.write(chunk));
    link.server.on('data', (chunk) => this.#reply(link, chunk));
    for (const end of [client, link.server]) {
      end.on('error', () => this.#drop(link));
      end.on('close', () => this.#drop(link));
    }
  }

  #reply(link: Link, chunk: Buffer): void {
    if (this.#holding) {
      link.held.push(chunk);
      return;
    }
    const passing = chunk.subarray(0, this.#repliesLeft);
    this.#repliesLeft -= passing.length;
    if (passing.length > 0) link.client.write(passing);
    if (passing.length < chunk.length) this.#drop(link);
  }

  #drop(link: Link): void {
    if (!this.#links.delete(link)) return;
    link.client.resetAndDestroy();
    link.server.destroy();
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
