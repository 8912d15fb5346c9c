import { inspect } from 'node:util';
import type { Application, Job, JobClass } from '@drover/core';
import { isJobClass, toChoice, toTest, type JobFilter } from '../jobs/job-filter';
import type { RecordedJob } from '../jobs/recorded-job';
import type { Mark } from '../jobs/recorded-jobs';
import type { FakeQueues } from '../mode/fake-queues';

/** The jobs that an expectation is about. */
export interface Subject {
  /** As it was written: `expectEnqueued(GreetJob)`. */
  readonly call: string;
  readonly verb: 'enqueued' | 'performed';
  /** The jobs of the class that is meant. */
  readonly candidates: readonly RecordedJob[];
  readonly all: readonly RecordedJob[];
  readonly serializer: Application['serializer'];
}

/** A class, several, or a filter. Undefined: any job. */
export type Target<T extends Job = Job> = JobClass<T> | readonly JobClass[] | JobFilter | undefined;

export interface Asked {
  readonly helper: string;
  readonly verb: Subject['verb'];
  readonly target: Target;
  readonly since?: Mark | undefined;
}

/** @throws InvalidOptionsError */
export function subjectOf(
  { jobs, app }: FakeQueues,
  { helper, verb, target, since }: Asked,
): Subject {
  const isMeant = testOf(helper, target);
  const all = verb === 'enqueued' ? jobs.enqueued(since) : jobs.performed(since);
  return {
    call: `${helper}(${textOf(target)})`,
    verb,
    candidates: all.filter(isMeant),
    all,
    serializer: app.serializer,
  };
}

function testOf(helper: string, target: Target): (job: RecordedJob) => boolean {
  if (target === undefined) return () => true;
  if (typeof target === 'function' || Array.isArray(target)) return toChoice(`${helper}()`, target);
  return toTest(`${helper}()`, target as JobFilter);
}

function textOf(target: unknown): string {
  if (target === undefined) return '';
  if (isJobClass(target)) return target.name;
  if (typeof target === 'function') return 'a predicate';
  if (Array.isArray(target)) return `[${target.map(textOf).join(', ')}]`;
  if (typeof target !== 'object' || target === null) return inspect(target);
  const parts = Object.entries(target).map(([key, value]) => `${key}: ${textOf(value)}`);
  return `{ ${parts.join(', ')} }`;
}
