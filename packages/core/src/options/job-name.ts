import { ownDeclarations, type DeclaringClass } from './declarations';
import { UnstableJobNameError } from './unstable-job-name-error';

/** The wire name. It belongs to one class, and is never inherited. */
export function jobNameOf(jobClass: DeclaringClass): string {
  return givenName(jobClass) ?? jobClass.name;
}

/**
 * No other process would know a job by what a minifier made of its name.
 *
 * @param where - the file it came from, for the message
 * @throws UnstableJobNameError
 */
export function checkJobName(jobClass: DeclaringClass, where = 'code'): void {
  const { name } = jobClass;
  const looksMinified = /^(?:.{1,2}|_?class_?\d*)$/.test(name);
  if (looksMinified && givenName(jobClass) === undefined)
    throw new UnstableJobNameError(name, where);
}

function givenName(jobClass: DeclaringClass): string | undefined {
  const declared = ownDeclarations(jobClass).find((each) => each.kind === 'jobName');
  if (declared) return declared.name;
  const own = Object.hasOwn(jobClass, 'jobName') && (jobClass as { jobName?: unknown }).jobName;
  return typeof own === 'string' ? own : undefined;
}
