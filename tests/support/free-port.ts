import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that a system gives to whoever asks for any: between the look and the use nobody
 * takes one by chance. Each worker of Jest has a share of its own.
 */
const LOWEST = 16_000;
const SHARE = 2000;
const SHARES = 8;

const share = LOWEST + (Number(process.env['JEST_WORKER_ID'] ?? 0) % SHARES) * SHARE;
let next = Math.floor(Math.random() * SHARE);

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = share + next;
    next = (next + 1) % SHARE;
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}
