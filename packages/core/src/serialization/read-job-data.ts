import { describeValue } from '../support/describe-value';
import { JOB_DATA_VERSION, type JobData } from './job-data';
import { UnknownJobDataError } from './unknown-job-data-error';

type Fields = Readonly<Record<string, unknown>>;

/**
 * A payload from a store, which anyone may have written, as job data. Without a version it is taken
 * for the first one: a producer that is not Drover writes `{ "args": […] }`.
 *
 * @throws UnknownJobDataError
 */
export function readJobData(value: unknown): JobData {
  if (isBare(value)) return value;
  if (!isRecord(value)) throw unreadable('the payload', 'an object with "args"', value);
  const fields = withoutNulls(value);
  checkVersion(fields['drover']);
  check(fields, 'args', 'a list', Array.isArray);
  checkIfPresent(fields, 'executions', 'a count', isCount);
  checkIfPresent(fields, 'failures', 'counts by error name', isRecordOfCounts);
  checkIfPresent(fields, 'locale', 'a string', isString);
  checkIfPresent(fields, 'timeZone', 'a string', isString);
  checkIfPresent(fields, 'requestId', 'a string', isString);
  checkIfPresent(fields, 'trace', 'texts by header', isRecordOfStrings);
  checkIfPresent(fields, 'attributes', 'values by name', isRecord);
  checkIfPresent(fields, 'context', 'values by context and attribute', isRecordOfRecords);
  checkIfPresent(fields, 'steps', 'the steps that are done, and the current one', isSteps);
  checkIfPresent(fields, 'after', 'a count', isCount);
  checkIfPresent(fields, 'batch', 'what came of a batch', isRecord);
  return { drover: JOB_DATA_VERSION, ...fields } as unknown as JobData;
}

/** The form of most jobs: nothing to leave out, so no copy. Spares a worker a tenth of its CPU. */
function isBare(value: unknown): value is JobData {
  if (!isRecord(value) || Object.keys(value).length !== 2) return false;
  const { drover, args } = value as Fields;
  return drover === JOB_DATA_VERSION && Array.isArray(args);
}

function checkVersion(version: unknown): void {
  if (version === undefined) return;
  if (!isCount(version) || version === 0) {
    throw unreadable('"drover", the version,', 'a number from 1', version);
  }
  if (version > JOB_DATA_VERSION) {
    throw new UnknownJobDataError(
      `Expected job data of version ${JOB_DATA_VERSION} or before, got version ${version}, written ` +
        'by a newer Drover. Deploy the workers before what enqueues, then retry the job.',
    );
  }
}

function checkIfPresent(
  fields: Fields,
  name: string,
  expected: string,
  isRight: (value: unknown) => boolean,
): void {
  if (name in fields) check(fields, name, expected, isRight);
}

function check(
  fields: Fields,
  name: string,
  expected: string,
  isRight: (value: unknown) => boolean,
): void {
  if (!isRight(fields[name])) throw unreadable(`"${name}"`, expected, fields[name]);
}

function unreadable(what: string, expected: string, got: unknown): UnknownJobDataError {
  return new UnknownJobDataError(
    `Job data: expected ${what} to be ${expected}, got ${describeValue(got)}. ` +
      'Look at who wrote this job: a producer that is not Drover writes { "args": […] }.',
  );
}

/** A null means what an absent field means. Without a prototype, so that only own fields count. */
function withoutNulls(value: object): Fields {
  const fields = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) if (field !== null) fields[name] = field;
  return fields;
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOfCounts(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isCount);
}

function isRecordOfStrings(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isString);
}

function isRecordOfRecords(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(isRecord);
}

function isSteps(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { completed, current, resumptions } = value as Fields;
  const known = Array.isArray(completed) && completed.every(isString);
  const named = (step: unknown) => isRecord(step) && isString((step as Fields)['name']);
  return known && (current === undefined || named(current)) && isCount(resumptions ?? 0);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
