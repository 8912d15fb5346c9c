import type { Application } from '../../application';
import { nextTicks, type ScheduledEntry } from '../../schedule/scheduled-entry';
import { inWords } from '../../support/cron/cron-words';
import type { Command, Terminal } from '../command';
import { localTime, utcTime } from '../moments';
import { counted, printJson, printTable, styled } from '../print';
import { withProject } from '../with-project';

export const schedule: Command = {
  summary: 'show the schedule; run, enable or disable an entry',
  usage: `Usage: drover schedule [--json]
       drover schedule run|enable|disable NAME [--json]

Shows what recurs: the entries of config/schedule.yml, of @Cron on job classes, and those that code has
added, each with its next three ticks and what came of the last one. The schedule is what the workers
have put into the store, which may be of another release than the files here.

  run NAME       enqueues the job of the entry now, whether it is enabled or not; prints the job's id
  disable NAME   keeps it from firing, also after the next deploy
  enable NAME    lets it fire again

  --json         as JSON; times in ISO 8601

Examples:
  drover schedule
  drover schedule disable daily_reports
  drover schedule --json | jq '.[] | select(.status == "disabled").name'
`,
  options: { json: { type: 'boolean' } },
  operands: { name: 'run, enable or disable, and the NAME of an entry', most: 2, optional: true },

  run: ({ json }, terminal, [action, name]) =>
    withProject(terminal, async (application) => {
      if (action === undefined) return show(application, json === true, terminal);
      const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
      if (!act || name === undefined) {
        terminal.stderr.write('Expected run, enable or disable, and the NAME of an entry.\n');
        return 1;
      }
      const done = await act(application, name);
      if (json) printJson(terminal, done);
      else terminal.stdout.write(`${done.id ?? `'${name}' is ${done.status}`}\n`);
      return 0;
    }),
};

interface Done {
  readonly name: string;
  readonly status?: 'enabled' | 'disabled';
  /** Of the job that was enqueued. */
  readonly id?: string;
}

const ACTIONS: Readonly<Record<string, (app: Application, name: string) => Promise<Done>>> = {
  run: async (application, name) => ({ name, id: (await application.schedule.runNow(name)).id }),
  enable: async (application, name) => {
    await application.schedule.enable(name);
    return { name, status: 'enabled' };
  },
  disable: async (application, name) => {
    await application.schedule.disable(name);
    return { name, status: 'disabled' };
  },
};

async function show(application: Application, json: boolean, terminal: Terminal): Promise<number> {
  const entries = await Promise.all(
    (await application.schedule.list()).map((entry) => describe(entry, application)),
  );
  if (json) printJson(terminal, entries);
  else if (entries.length === 0) terminal.stdout.write(await emptyText(application));
  else print(entries, terminal);
  return 0;
}

async function emptyText({ scheduling }: Application): Promise<string> {
  const declared = (await scheduling.read())?.entries.length ?? 0;
  const hint = ` The files here declare ${counted(declared, 'entry', 'entries')}, which a worker puts in when it starts.`;
  return `The schedule is empty.${declared > 0 ? hint : ''}\n`;
}

interface Described extends Omit<ScheduledEntry, 'next' | 'last'> {
  readonly words: string;
  readonly next: readonly Date[];
  readonly last: { readonly tick: Date; readonly outcome: string } | undefined;
}

const TICKS_SHOWN = 3;

async function describe(entry: ScheduledEntry, application: Application): Promise<Described> {
  const { recurrence, status, last } = entry;
  const next =
    status === 'enabled' ? nextTicks(recurrence, application.clock.now(), TICKS_SHOWN) : [];
  const outcome = await outcomeOf(last, application);
  return {
    ...entry,
    words: inWords(recurrence),
    next,
    last: last && { ...last, ...(outcome && { outcome }) },
  };
}

/** Where the job of the last tick stands, for as long as the store keeps it. */
async function outcomeOf(
  last: ScheduledEntry['last'],
  { adapter }: Application,
): Promise<string | undefined> {
  if (last?.outcome !== 'enqueued' || last.jobId === undefined || last.queue === undefined)
    return undefined;
  return (await adapter.jobs?.().find(last.jobId, [last.queue]))?.state;
}

/** A line per tick to come, the first of them with the entry itself. */
function print(entries: readonly Described[], terminal: Terminal): void {
  const lines = entries.flatMap((entry) => {
    const [first, ...others] = entry.next;
    return [{ entry, tick: first }, ...others.map((tick) => ({ entry: undefined, tick }))];
  });
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  printTable(terminal, lines, {
    NAME: ({ entry }) => entry?.name ?? '',
    WHEN: ({ entry }) => entry?.words ?? '',
    JOB: ({ entry }) => entry?.job ?? '',
    STATUS: ({ entry }) => (entry ? statusText(entry, terminal) : ''),
    'LAST (UTC)': ({ entry }) => (entry?.last ? lastText(entry.last) : ''),
    'NEXT (UTC)': ({ tick }) => (tick ? utcTime(tick) : '-'),
    [`NEXT (${zone})`]: ({ tick }) => (tick ? localTime(tick) : '-'),
  });
}

function statusText({ status }: Described, terminal: Terminal): string {
  return status === 'disabled' ? styled(terminal, 'yellow', status) : status;
}

function lastText({ tick, outcome }: NonNullable<Described['last']>): string {
  return `${utcTime(tick)} ${outcome}`;
}
