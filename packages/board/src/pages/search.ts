import { currentApplication } from '@drover/core';
import type { Request } from 'express';
import { actOnJobs } from '../search/act-on-jobs';
import { findJobs, type FoundJob, type SearchResult } from '../search/find-jobs';
import { placeIn, STATES, wantedIn, type Wanted } from '../search/wanted';
import { field, fields } from './form';
import { html, type Html } from './html';
import { table, type Cell, type View } from './view';

/** A page a human can read, in the time a human waits for it. */
const LIMITS = { most: 50, time: 200 };

const LONGEST = 300;

export async function search(view: View, { query }: Request): Promise<void> {
  const application = currentApplication();
  const wanted = wantedIn(query);
  const asked = Object.keys(query).length > 0;
  const result = asked
    ? await findJobs(application, { wanted, from: placeIn(query) }, LIMITS)
    : undefined;
  const queues = await application.operations.queueNames();
  view.show(
    'Search',
    html`${filter(view, wanted, queues)} ${result && results(view, wanted, result)}`,
  );
}

export async function actOnFound(view: View, request: Request): Promise<void> {
  const jobs = fields(request, 'job').map((each) => {
    const slash = each.indexOf('/');
    return { queue: each.slice(0, slash), id: each.slice(slash + 1) };
  });
  const known = await currentApplication().operations.queueNames();
  const chosen = jobs.filter(({ queue }) => known.includes(queue));
  const done = await actOnJobs(currentApplication(), field(request, 'action'), chosen);
  view.goTo(`/search?${field(request, 'back')}`, done);
}

function filter({ basePath }: View, wanted: Wanted, queues: readonly string[]): Html {
  const { name, argument, error, queue, state, from, to } = wanted;
  return html`<form class="filter" method="get" action="${basePath}/search">
    ${input('Class', 'name', name)} ${input('Argument', 'argument', argument)}
    ${input('Error', 'error', error)} ${choice('Queue', 'queue', queues, queue)}
    ${choice('State', 'state', STATES, state)} ${date('Enqueued from (UTC)', 'from', from)}
    ${date('to', 'to', to)}
    <button class="main">Search</button>
  </form>`;
}

function results(view: View, wanted: Wanted, { found, looked, next }: SearchResult): Html {
  const back = new URLSearchParams(parameters(wanted)).toString();
  const where = next && new URLSearchParams({ ...parameters(wanted), ...placeParameters(next) });
  const rows = found.map((job) => rowOf(job, view));
  const looking = `Looked at ${looked.toLocaleString('en')} jobs.`;
  return html`<form method="post" action="${view.basePath}/search">
    <input type="hidden" name="back" value="${back || 'all=1'}" />
    ${table(['', 'Job', 'Arguments', 'State', 'Why', 'Enqueued'], rows, 'None that fits.')}
    <p class="actions">
      ${view.mayWrite && found.length > 0 && ACTIONS}
      <span class="soft">${looking}</span>
      ${where && html`<a href="${view.basePath}/search?${where.toString()}">Search on</a>`}
    </p>
  </form>`;
}

const ACTIONS = html`<button name="action" value="retry">Retry</button>
  <button name="action" value="promote">Run now</button>
  <button name="action" value="delete">Delete</button>`;

function rowOf(job: FoundJob, view: View): Cell[] {
  const { id, queue, state, name, enqueuedAt, why, error } = job;
  return [
    view.mayWrite &&
      html`<input type="checkbox" name="job" value="${queue}/${id}" aria-label="${name} ${id}" />`,
    html`${view.jobLink(queue, id, name)}<br /><span class="soft">${queue}</span>`,
    html`<code>${shortened(JSON.stringify(job.arguments))}</code>`,
    html`<span class="${state === 'failed' ? 'bad' : ''}">${state}</span>`,
    shortened(error && state === 'failed' ? error : (why ?? '')),
    view.time(enqueuedAt),
  ];
}

function parameters(wanted: Wanted): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).map(([key, value]) => [
      key,
      typeof value === 'number' ? new Date(value).toISOString() : String(value),
    ]),
  );
}

function placeParameters({ queue, state, offset }: NonNullable<SearchResult['next']>) {
  return { atQueue: queue, atState: state, at: String(offset) };
}

function input(label: string, name: string, value = ''): Html {
  return html`<label>${label}<input name="${name}" value="${value}" /></label>`;
}

function date(label: string, name: string, value: number | undefined): Html {
  const text = value === undefined ? '' : new Date(value).toISOString().slice(0, 16);
  return html`<label
    >${label}<input type="datetime-local" name="${name}" value="${text}"
  /></label>`;
}

function choice(label: string, name: string, choices: readonly string[], chosen?: string): Html {
  return html`<label
    >${label}<select name="${name}">
      <option value="">any</option>
      ${choices.map((each) =>
        each === chosen ? html`<option selected>${each}</option>` : html`<option>${each}</option>`,
      )}
    </select></label
  >`;
}

function shortened(text = ''): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
