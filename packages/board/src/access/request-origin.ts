import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a request was made by a page of another site. Every browser of today says so in
 * `Sec-Fetch-Site`; older ones say where a change comes from in `Origin`. What says neither is no
 * browser, so that nobody's cookies travel with it.
 */
export function isCrossSite(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    // A link to the board, followed by a human, changes nothing and shows nothing to its page.
    const isLink = isReading(request) && request.headers['sec-fetch-mode'] === 'navigate';
    return site !== 'same-origin' && site !== 'none' && !isLink;
  }
  const { origin } = request.headers;
  return origin !== undefined && !isReading(request) && !isOwn(origin, request);
}

/** Whether a request changes nothing. */
export function isReading({ method }: Pick<IncomingMessage, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

/**
 * Whether a request was made on this very machine, under a name of this machine. One that a proxy
 * passes on was not, and neither is one of a page whose host name was bent to this machine.
 */
export function isLocal(request: Request): boolean {
  const { headers, socket } = request;
  if (FORWARDED.some((name) => headers[name] !== undefined)) return false;
  const name = withoutPort(headers.host ?? '');
  return isLoopback(socket.remoteAddress) && ['localhost', '127.0.0.1', '[::1]'].includes(name);
}

function isLoopback(address = ''): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/** Whether it is the origin under which the browser knows the board, as far as Express knows it. */
function isOwn(origin: string, { headers, hostname }: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { host = '' } = headers;
  const from = new URL(origin);
  const isForwarded = hostname !== withoutPort(host);
  return isForwarded ? from.hostname === hostname : from.host === host;
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '');
}
