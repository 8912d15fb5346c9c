import { parseDuration } from '../../support/duration';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import type { QueueOption } from '../../worker/queue-shares';
import { Signals } from '../../worker/shutdown';
import type { Command, Flags } from '../command';
import { loadProject } from '../load-project';

export const work: Command = {
  summary: 'work the queues until SIGTERM or SIGINT',
  usage: `Usage: drover work [options]

Loads drover.config.* and jobs/, and works their queues.

  -q, --queue NAME[,WEIGHT]   a queue to serve; repeat for several (no weights: strict order)
  -c, --concurrency N         jobs at once
  -t, --timeout SECONDS       how long to wait for running jobs when stopping

SIGTSTP stops fetching. SIGTERM and SIGINT stop, and hand back what is not done in time; a second one
does not wait. SIGTTIN and SIGUSR2 log what runs.

Examples:
  drover work
  drover work -q critical,6 -q default,5 -c 10
`,
  options: {
    queue: { type: 'string', short: 'q', multiple: true },
    concurrency: { type: 'string', short: 'c' },
    timeout: { type: 'string', short: 't' },
  },

  async run(flags, terminal) {
    const application = await loadProject();
    const signals = new Signals(terminal);
    const worker = await application.work(workOptions(flags));
    signals.attach(worker);
    await worker.stop({ reason: await signals.stop });
    await application.close();
    return 0;
  },
};

function workOptions({ queue, concurrency, timeout }: Flags) {
  return {
    ...(queue !== undefined && { queues: (queue as string[]).map(toQueueOption) }),
    ...(concurrency !== undefined && { concurrency: wholeNumber('--concurrency', concurrency) }),
    ...(timeout !== undefined && { timeout: (parseDuration(Number(timeout)) ?? 25) * 1000 }),
  };
}

function toQueueOption(flag: string): QueueOption {
  const [name = '', weight] = flag.split(',');
  return weight === undefined ? name : [name, wholeNumber(`--queue ${name}`, weight)];
}

function wholeNumber(flag: string, value: unknown): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidOptionsError(flag, 'a whole number from 1', value);
}
