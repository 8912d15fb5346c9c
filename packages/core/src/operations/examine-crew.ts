import type { ProcessRecord } from '../adapters/process-directory';
import type { StoreFinding } from '../adapters/store-finding';
import type { QueueInfo } from './operations';

/** Milliseconds after which a process that said nothing should have said something twice. */
const SILENCE = 25_000;

/** Whether the processes at work serve what waits. Pure. */
export function examineCrew(
  processes: readonly ProcessRecord[],
  queues: readonly QueueInfo[],
  now: number,
): readonly StoreFinding[] {
  return [
    numberOf(processes),
    ...processes.filter(({ beatAt }) => now - beatAt > SILENCE).map((each) => silent(each, now)),
    ...queues.filter((queue) => isNeglected(queue, processes)).map(neglected),
    ...queues.filter(({ paused }) => paused).map(pausedQueue),
  ];
}

function numberOf({ length }: readonly ProcessRecord[]): StoreFinding {
  if (length > 0) return { level: 'ok', what: 'processes', found: String(length) };
  return {
    level: 'warning',
    what: 'processes',
    found: 'none',
    advice: 'Nobody runs jobs. Start a worker: drover work',
  };
}

function silent({ hostname, pid, beatAt }: ProcessRecord, now: number): StoreFinding {
  return {
    level: 'warning',
    what: 'process',
    found: `${pid} on ${hostname} has been silent for ${Math.round((now - beatAt) / 1000)} s`,
    advice: 'It was killed, or a job blocks its event loop, or its clock is wrong.',
  };
}

function isNeglected({ name, size }: QueueInfo, processes: readonly ProcessRecord[]): boolean {
  const fetchers = processes.filter(({ quiet }) => !quiet);
  const served = fetchers.some(({ queues }) => queues.some((queue) => queue.name === name));
  return !served && size.waiting + size.prioritized + size.delayed > 0;
}

function neglected({ name, size }: QueueInfo): StoreFinding {
  return {
    level: 'error',
    what: 'queue',
    found: `'${name}' has ${size.waiting + size.prioritized + size.delayed} jobs that wait, and no process serves it`,
    advice: `Start a worker for it (drover work -q ${name}), or add it to the queues of one.`,
  };
}

function pausedQueue({ name }: QueueInfo): StoreFinding {
  return {
    level: 'warning',
    what: 'queue',
    found: `'${name}' is paused`,
    advice: `To go on: drover resume ${name}`,
  };
}
