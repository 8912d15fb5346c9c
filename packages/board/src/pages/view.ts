import { currentApplication, durationInWords } from '@drover/core';
import type { Request, Response } from 'express';
import { html, type Html } from './html';
import { page } from './layout';
import { menuOf } from './menu';
import { noticeOf } from './notice';

/** One of our own pages, as far as every one of them is alike. */
export class View {
  readonly basePath: string;
  readonly mayWrite: boolean;
  readonly now = currentApplication().clock.now();
  readonly #request: Request;
  readonly #response: Response;

  constructor(request: Request, response: Response) {
    this.#request = request;
    this.#response = response;
    this.basePath = response.locals['basePath'] as string;
    this.mayWrite = response.locals['access'] === 'write';
  }

  show(title: string, body: Html): void {
    const { boardTitle } = this.#response.locals as { boardTitle: string };
    const notice = noticeOf(this.#request.query);
    const { basePath } = this;
    const { path } = this.#request;
    const menu = menuOf(currentApplication().adapter);
    const parts = { boardTitle, basePath, path, title, menu, notice, body };
    this.#response.type('html').send(page(parts));
  }

  /** Shows a page that tells what was done, and that can be loaded again without doing it again. */
  goTo(path: string, done: { readonly did: string; readonly count?: number }): void {
    const [place = '', query] = path.split('?');
    const parameters = new URLSearchParams(query);
    for (const [key, value] of Object.entries(done)) parameters.set(key, String(value));
    this.#response.redirect(303, `${this.basePath}${place}?${parameters.toString()}`);
  }

  /** A button that does something at once; nothing for whoever may only look. */
  button(path: string, label: string, fields: Readonly<Record<string, string>>): Html | undefined {
    if (!this.mayWrite) return undefined;
    return html`<form class="inline" method="post" action="${this.basePath}${path}">
      ${Object.entries(fields).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
      <button>${label}</button>
    </form>`;
  }

  jobLink(queue: string, id: string, label = id): Html {
    const path = [queue, id].map(encodeURIComponent).join('/');
    return html`<a href="${this.basePath}/queue/${path}">${label}</a>`;
  }

  /** A time, and how far it is from now. */
  time(when: Date | number | undefined): Html {
    if (when === undefined) return html`<span class="soft">–</span>`;
    const date = new Date(when);
    const far = date.getTime() - this.now;
    const words = durationInWords(Math.abs(far));
    return html`<time datetime="${date.toISOString()}" title="${date.toISOString()}"
      >${far > 0 ? `in ${words}` : `${words} ago`}</time
    >`;
  }
}

/** A number with its unit, which stands as numbers do. */
export class Amount {
  constructor(readonly text: string) {}
}

export type Cell = Html | Amount | string | number | undefined | false;

export function table(
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  empty: string,
): Html {
  if (rows.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${headings.map((each, index) => heading(each, rows[0]?.[index]))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map(cell)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell(content: Cell): Html {
  if (content instanceof Amount) return html`<td class="number">${content.text}</td>`;
  return typeof content === 'number'
    ? html`<td class="number">${content.toLocaleString('en')}</td>`
    : html`<td>${content}</td>`;
}

/** Above the numbers, where they stand. */
function heading(text: string, below: unknown): Html {
  const isNumber = typeof below === 'number' || below instanceof Amount;
  return isNumber ? html`<th class="number">${text}</th>` : html`<th>${text}</th>`;
}
