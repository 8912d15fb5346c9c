import { STATE, type JobState } from './job-state';

interface StatefulClass<T> {
  new (...args: never[]): T;
}

/**
 * An object that tells of a job: its class, its arguments, what `set()` said. A constructor that takes
 * arguments is left out, as only whoever performs the job has them: see `jobFactory`. The methods are
 * there, then, and no fields.
 */
export function standIn<T extends { readonly [STATE]: JobState }>(jobClass: StatefulClass<T>): T {
  const job: T = takesArguments(jobClass)
    ? (Reflect.construct(rootOf(jobClass), [], jobClass) as T)
    : new (jobClass as new () => T)();
  job[STATE].standsIn = true;
  return job;
}

/** Also when its parent does: an inherited constructor counts no parameters. */
export function takesArguments(jobClass: Function): boolean {
  return lineageOf(jobClass).some(({ length }) => length > 0);
}

/** The class that every job class goes back to. */
function rootOf(jobClass: Function): Function {
  return lineageOf(jobClass).at(-1) ?? jobClass;
}

/** Itself, its parent and so on; `Function.prototype` ends every line, and has no prototype of its own. */
function lineageOf(jobClass: Function): Function[] {
  const line: Function[] = [];
  for (let each = jobClass; each.prototype; each = Object.getPrototypeOf(each) as Function)
    line.push(each);
  return line;
}
