import { html, Html } from './html';
import type { MenuEntry } from './menu';
import { STYLE } from './style';

export interface PageParts {
  readonly boardTitle: string;
  readonly basePath: string;
  /** Of this page, under the base. */
  readonly path: string;
  readonly title: string;
  readonly menu: readonly MenuEntry[];
  readonly notice: string | undefined;
  readonly body: Html;
}

/** One of the board's own pages. */
export function page(parts: PageParts): string {
  const { boardTitle, basePath, path, title, menu, notice, body } = parts;
  return frame(
    `${title} · ${boardTitle}`,
    html`<header>
        <strong>${boardTitle}</strong>
        <a href="${basePath}/">Queues</a>
        ${menu.map(
          ({ text, url }) =>
            html`<a href="${basePath}/${url}" ${path === `/${url}` && CURRENT}>${text}</a>`,
        )}
      </header>
      <main>
        <h1>${title}</h1>
        ${notice !== undefined && html`<p class="notice" role="status">${notice}</p>`} ${body}
      </main>`,
  );
}

const CURRENT = new Html('aria-current="page"');

/** A page without a menu, as for whoever is not let in. */
export function frame(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}
