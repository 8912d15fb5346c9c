import { STATUS_CODES } from 'node:http';
import type { Request, Response } from 'express';
import { html } from './html';
import { frame } from './layout';

/** Says no: to a program in JSON, to a human as a page. */
export function sendRefusal(
  request: Request,
  response: Response,
  { status, reason }: { readonly status: number; readonly reason: string },
): void {
  response.status(status);
  if (request.path.startsWith('/api/')) {
    response.json({ error: reason });
    return;
  }
  const title = `${status} ${STATUS_CODES[status] ?? ''}`;
  response.type('html').send(
    frame(
      title,
      html`<h1>${title}</h1>
        <pre class="reason">${reason}</pre>`,
    ),
  );
}
