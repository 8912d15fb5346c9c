import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface FakeRedis {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Speaks just enough RESP to be asked what it is: INFO gives these lines, everything else OK. A
 * reply that starts with '-' is an error.
 */
export async function startFakeRedis(info: readonly string[] | `-${string}`): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      for (const name of commandsIn(chunk))
        socket.write(name === 'info' ? infoReply(info) : '+OK\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, close };
}

/** The first word of each command: `*<words>\r\n$<length>\r\n<word>…` */
function commandsIn(chunk: Buffer): string[] {
  return [...chunk.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)].map(([, name]) =>
    name!.toLowerCase(),
  );
}

function infoReply(info: readonly string[] | string): string {
  if (typeof info === 'string') return `${info}\r\n`;
  const text = info.join('\r\n');
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}
