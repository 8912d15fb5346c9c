import type { Application } from '@drover/core';
import type { Job, Queue } from 'bullmq';
import { showJob } from '../bull/shown-job';
import { waitsOf } from '../bull/waits';
import { STATES, type Place, type State, type Wanted } from './wanted';

/** Jobs one command reads: a millisecond or two of Redis. */
const PAGE = 100;

export interface FoundJob {
  readonly id: string;
  readonly queue: string;
  readonly state: State;
  readonly name: string;
  readonly arguments: unknown;
  readonly why: string | undefined;
  readonly error: string | undefined;
  readonly enqueuedAt: number;
}

export interface SearchResult {
  readonly found: readonly FoundJob[];
  /** How many jobs were looked at. */
  readonly looked: number;
  /** Where to go on; undefined when everything was looked at. */
  readonly next: Place | undefined;
}

export interface SearchLimits {
  /** Jobs to find. */
  readonly most: number;
  /** Milliseconds after which the search stops where it is. */
  readonly time: number;
}

/** Looks through jobs in small parts, the newest first, until it has found enough or taken long enough. */
export async function findJobs(
  application: Application,
  { wanted, from }: { readonly wanted: Wanted; readonly from: Place | undefined },
  { most, time }: SearchLimits,
): Promise<SearchResult> {
  // Counts from the first answer: however slow the store is, a search gets somewhere.
  let deadline = Infinity;
  const found: FoundJob[] = [];
  let looked = 0;
  for (const place of placesFrom(from, await placesOf(application, wanted))) {
    const queue = (await application.adapter.nativeQueue?.(place.queue)) as Queue;
    for (let { offset } = place; ;) {
      if (found.length >= most || performance.now() > deadline)
        return { found, looked, next: { ...place, offset } };
      const jobs = await queue.getJobs([place.state], offset, offset + PAGE - 1);
      deadline = Math.min(deadline, performance.now() + time);
      const show = await showing(jobs, application, place);
      const [fitting, read] = upTo(most - found.length, jobs, wanted, show);
      found.push(...fitting);
      looked += read;
      offset += read;
      if (jobs.length < PAGE && read === jobs.length) break;
    }
  }
  return { found, looked, next: undefined };
}

/** Those that fit, and how many were looked at before there were enough. */
function upTo(
  most: number,
  jobs: readonly (Job | undefined)[],
  wanted: Wanted,
  show: (job: Job) => FoundJob,
): [readonly FoundJob[], number] {
  const found: FoundJob[] = [];
  for (const [index, job] of jobs.entries()) {
    if (found.length === most) return [found, index];
    // A job that was removed meanwhile leaves a gap.
    if (!job || !mayFit(job, wanted)) continue;
    const shown = show(job);
    if (fits(shown, wanted)) found.push(shown);
  }
  return [found, jobs.length];
}

/** What can be told without showing the job. */
function mayFit({ name, timestamp }: Job, wanted: Wanted): boolean {
  const { from = -Infinity, to = Infinity } = wanted;
  return contains(name, wanted.name) && timestamp >= from && timestamp <= to;
}

/** Compared with what is shown, so that nobody can find out what is not. */
function fits({ arguments: args, error, why }: FoundJob, wanted: Wanted): boolean {
  return (
    contains(JSON.stringify(args), wanted.argument) &&
    contains(`${error ?? ''} ${why ?? ''}`, wanted.error)
  );
}

function contains(text: string, part: string | undefined): boolean {
  return part === undefined || text.toLowerCase().includes(part.toLowerCase());
}

/** How each of these jobs is shown; what several of them must be asked for is asked once. */
async function showing(
  jobs: readonly (Job | undefined)[],
  application: Application,
  { queue, state }: Place,
): Promise<(job: Job) => FoundJob> {
  const waits = await waitsOf(jobs, queue, application);
  return (job) => {
    const { name, data, failedReason } = showJob(job, application, waits.get(job.id));
    const { arguments: args = data, why } = Object(data) as Record<string, unknown>;
    return {
      ...{ id: job.id ?? '', queue, state, name, arguments: args, enqueuedAt: job.timestamp },
      why: typeof why === 'string' ? why : undefined,
      error: failedReason || undefined,
    };
  };
}

async function placesOf({ operations }: Application, { queue, state }: Wanted): Promise<Place[]> {
  const queues = (await operations.queueNames()).filter(
    (each) => queue === undefined || each === queue,
  );
  return queues.flatMap((each) =>
    STATES.filter((one) => state === undefined || one === state).map((one) => ({
      ...{ queue: each, state: one, offset: 0 },
    })),
  );
}

function placesFrom(from: Place | undefined, places: readonly Place[]): readonly Place[] {
  const index = places.findIndex(
    ({ queue, state }) => queue === from?.queue && state === from.state,
  );
  return from && index >= 0 ? [from, ...places.slice(index + 1)] : places;
}
