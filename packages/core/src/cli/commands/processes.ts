import type { ProcessRecord } from '../../adapters/process-directory';
import type { Command, Terminal } from '../command';
import { durationInWords } from '../../support/duration-words';
import { printJson, printTable } from '../print';
import { withProject } from '../with-project';

export const processes: Command = {
  summary: 'show the worker processes and what they run',
  usage: `Usage: drover processes [--json]

Shows the worker processes that work this application's queues, on all hosts. Each says every ten
seconds what it does; one that was killed is shown for up to a minute. The ID, which begins with the
host and the pid, is what 'drover quiet' and 'drover stop' take.

  --json   as JSON; times in milliseconds since the epoch, memory in bytes

Examples:
  drover processes
  drover processes --json | jq '.[].running[]'
`,
  options: { json: { type: 'boolean' } },

  run: ({ json }, terminal) =>
    withProject(terminal, async ({ operations, clock }) => {
      const found = await operations.processes();
      if (json) printJson(terminal, found);
      else print(found, clock.now(), terminal);
      return 0;
    }),
};

function print(found: readonly ProcessRecord[], now: number, terminal: Terminal): void {
  if (found.length === 0) {
    terminal.stdout.write('No worker process. Start one: drover work\n');
    return;
  }
  printProcesses(found, now, terminal);
  if (found.every(({ running }) => running.length === 0)) return;
  terminal.stdout.write('\n');
  printRunning(found, now, terminal);
}

function printProcesses(found: readonly ProcessRecord[], now: number, terminal: Terminal): void {
  printTable<ProcessRecord>(terminal, found, {
    ID: ({ id }) => id,
    BUSY: ({ busy, concurrency }) => `${busy} of ${concurrency}`,
    QUEUES: ({ queues }) => queues.map(shareText).join(' '),
    MEMORY: ({ rss }) => `${Math.round(rss / 1_048_576)} MiB`,
    UP: ({ startedAt }) => durationInWords(now - startedAt),
    SEEN: ({ beatAt }) => `${durationInWords(now - beatAt)} ago`,
    STATE: stateText,
    DROVER: ({ version }) => version,
  });
}

function printRunning(found: readonly ProcessRecord[], now: number, terminal: Terminal): void {
  const jobs = found.flatMap(({ pid, running }) => running.map((job) => ({ ...job, pid })));
  printTable(terminal, jobs, {
    RUNS: ({ name }) => name,
    FOR: ({ since }) => durationInWords(now - since),
    QUEUE: ({ queue }) => queue,
    PID: ({ pid }) => pid,
    ID: ({ id }) => id,
  });
}

function stateText({ quiet, supervised, commanded }: ProcessRecord): string {
  const state = [quiet ? 'quiet' : 'working'];
  if (supervised) state.push('supervised');
  if (commanded) state.push(`told to ${commanded}`);
  return state.join(', ');
}

function shareText({ name, weight }: ProcessRecord['queues'][number]): string {
  return weight === undefined ? name : `${name},${weight}`;
}
