import { currentApplication, inWords, type ScheduledEntry } from '@drover/core';
import type { Request } from 'express';
import { BoardError } from '../errors/board-error';
import { field } from './form';
import { html, type Html } from './html';
import { table, type View } from './view';

const HEADINGS = ['Entry', 'Job', 'When', 'Next', 'Last', 'Status', ''];

export async function listSchedule(view: View): Promise<void> {
  const entries = await currentApplication().schedule.list();
  const rows = entries.map((entry) => rowOf(entry, view));
  view.show('Schedule', table(HEADINGS, rows, 'Nothing recurs.'));
}

export async function actOnSchedule(view: View, request: Request): Promise<void> {
  const name = field(request, 'name');
  const { schedule } = currentApplication();
  const { action } = request.params;
  if (action === 'run') await schedule.runNow(name);
  else if (action === 'enable') await schedule.enable(name);
  else if (action === 'disable') await schedule.disable(name);
  else throw new BoardError(404, 'There is no such action.');
  view.goTo('/schedule', { did: action });
}

function rowOf(entry: ScheduledEntry, view: View): (Html | string)[] {
  const { name, job, queue, description, recurrence, status, next } = entry;
  const other = status === 'enabled' ? 'disable' : 'enable';
  return [
    html`<strong>${name}</strong
      >${description !== undefined && html`<br /><span class="soft">${description}</span>`}`,
    queue === undefined ? job : html`${job} <span class="soft">on ${queue}</span>`,
    html`${inWords(recurrence)}<br /><code class="soft">${cronOf(entry)}</code>`,
    view.time(next),
    lastOf(entry, view),
    html`<span class="${status === 'enabled' ? 'good' : 'soft'}">${status}</span>`,
    html`<div class="actions">
      ${view.button('/schedule/run', 'Run now', { name })}
      ${view.button(`/schedule/${other}`, other === 'enable' ? 'Enable' : 'Disable', { name })}
    </div>`,
  ];
}

function cronOf({ recurrence }: ScheduledEntry): string {
  return 'every' in recurrence ? '' : `${recurrence.fields} ${recurrence.zone}`;
}

function lastOf({ last }: ScheduledEntry, view: View): Html {
  if (!last) return html`<span class="soft">never</span>`;
  const { tick, outcome, jobId, queue } = last;
  const word = outcome === 'enqueued' ? 'good' : 'bad';
  const job = jobId !== undefined && queue !== undefined && view.jobLink(queue, jobId, 'job');
  return html`${view.time(tick)} <span class="${word}">${outcome}</span> ${job}`;
}
