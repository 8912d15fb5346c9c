import type { WorkOptions } from '../../workplace';
import { COLLECT_METRICS, LOG_FORMAT, processNumber } from '../../config';
import { InvalidOptionsError } from '../../options/invalid-options-error';
import { BYTE_SIZE_FORMS, parseByteSize } from '../../support/byte-size';
import type { QueueOption } from '../../worker/queue-shares';
import type { Command, Flags } from '../command';
import { forwardedFlags } from '../work/forwarded-flags';
import type { HealthAddress } from '../work/serve-health';
import { supervise } from '../work/supervise';
import { workHere } from '../work/work-here';

export const work: Command = {
  summary: 'work the queues until SIGTERM or SIGINT',
  usage: `Usage: drover work [options]

Loads drover.config.* and jobs/, and works the queues that config/queues.yml, or else
config/sidekiq.yml, names. What drover.config.* says wins over the file, and a flag over both.

  -q, --queue NAME[,WEIGHT]   a queue to serve; repeat for several (no weights: strict order)
  -c, --concurrency N         jobs at once
  -t, --timeout SECONDS       how long to wait for running jobs when stopping
  -e, --environment NAME      the section of the file that applies (default: NODE_ENV)
  -C, --config FILE           another file
  -r, --require PATH          a file or folder of jobs besides jobs/; repeat for several
      --processes N           as many processes, which are watched over and started again
      --max-memory SIZE       replaces a process that takes more, such as 512mb
      --health-port PORT      answers GET /live, GET /ready and GET /metrics
      --health-host HOST      on this address only (default: every address)
      --json                  log in JSON on a terminal, too

SIGTSTP stops fetching. SIGTERM and SIGINT stop, and hand back what is not done in time; a second one
does not wait. SIGTTIN and SIGUSR2 log what runs; with --processes, SIGUSR2 and SIGHUP restart every
process, one at a time.

Examples:
  drover work
  drover work -q critical,6 -q default,5 -c 10
  drover work -C config/mailers.yml -e production
  drover work --processes 4 --max-memory 512mb --health-port 7433
`,
  options: {
    queue: { type: 'string', short: 'q', multiple: true },
    concurrency: { type: 'string', short: 'c' },
    timeout: { type: 'string', short: 't' },
    environment: { type: 'string', short: 'e' },
    config: { type: 'string', short: 'C' },
    require: { type: 'string', short: 'r', multiple: true },
    processes: { type: 'string' },
    'max-memory': { type: 'string' },
    'health-port': { type: 'string' },
    'health-host': { type: 'string' },
    json: { type: 'boolean' },
  },

  async run(flags, terminal) {
    if (flags['json']) process.env[LOG_FORMAT] = 'json';
    const health = healthAddress(flags);
    const processes = flags['processes'];
    if (processes !== undefined)
      return supervise(
        {
          processes: wholeNumber('--processes', processes),
          maxMemory: maxMemory(flags),
          health,
          args: forwardedFlags(flags, OF_SUPERVISOR),
        },
        terminal,
      );
    if (flags['max-memory'] !== undefined)
      throw new InvalidOptionsError('--max-memory', '--processes beside it', 'none');
    return workHere(
      {
        work: workOptions(flags),
        places: flags['require'] as string[] | undefined,
        health,
        supervised: processNumber(process.env) !== undefined,
        collectsMetrics: process.env[COLLECT_METRICS] !== undefined,
      },
      terminal,
    );
  },
};

function workOptions({ queue, concurrency, timeout, environment, config }: Flags): WorkOptions {
  return {
    ...(queue !== undefined && { queues: (queue as string[]).map(toQueueOption) }),
    ...(concurrency !== undefined && { concurrency: wholeNumber('--concurrency', concurrency) }),
    ...(timeout !== undefined && { timeout: seconds('--timeout', timeout) }),
    ...(environment !== undefined && { environment: environment as string }),
    ...(config !== undefined && { configFile: config as string }),
  };
}

/** What the processes of a supervisor are not told. */
const OF_SUPERVISOR = ['processes', 'max-memory', 'health-port', 'health-host'];

function healthAddress({
  'health-port': port,
  'health-host': host,
}: Flags): HealthAddress | undefined {
  if (port !== undefined)
    return { port: portNumber('--health-port', port), host: host as string | undefined };
  if (host === undefined) return undefined;
  throw new InvalidOptionsError('--health-host', '--health-port beside it', 'none');
}

function maxMemory({ 'max-memory': size }: Flags): number | undefined {
  if (size === undefined) return undefined;
  const bytes = parseByteSize(String(size));
  if (bytes !== undefined) return bytes;
  throw new InvalidOptionsError('--max-memory', BYTE_SIZE_FORMS, size);
}

function toQueueOption(flag: string): QueueOption {
  const [name = '', weight] = flag.split(',');
  return weight === undefined ? name : [name, wholeNumber(`--queue ${name}`, weight, WEIGHT)];
}

const WEIGHT = 'A weight follows the comma; another queue is another --queue.';

function wholeNumber(flag: string, value: unknown, advice?: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new InvalidOptionsError(flag, 'a whole number from 1', value, advice);
}

function portNumber(flag: string, value: unknown): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
  throw new InvalidOptionsError(flag, 'a port from 1 to 65535', value);
}

/** In milliseconds. */
function seconds(flag: string, value: unknown): number {
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return number * 1000;
  throw new InvalidOptionsError(flag, 'a number of seconds from 0', value);
}
