import { readJobData } from '../../src/serialization/read-job-data';
import { UnknownJobDataError } from '../../src/serialization/unknown-job-data-error';

describe('readJobData', () => {
  it('reads what this build writes', () => {
    const data = {
      drover: 1,
      args: [1],
      executions: 2,
      failures: { Timeout: 1 },
      locale: 'de',
      timeZone: 'UTC',
    };
    expect(readJobData(data)).toEqual(data);
  });

  it.each([
    ['without counters', { drover: 1, args: [] }, { drover: 1, args: [] }],
    ['without a version', { args: [1] }, { drover: 1, args: [1] }],
    ['with nulls', { args: [], locale: null, failures: null }, { drover: 1, args: [] }],
    [
      'with fields of others',
      { drover: 1, args: [], note: 'x' },
      { drover: 1, args: [], note: 'x' },
    ],
  ])('reads a payload %s', (_name, payload, data) => {
    expect(readJobData(payload)).toEqual(data);
  });

  it('refuses a newer version, and says what to do', () => {
    expect(() => readJobData({ drover: 2, args: [] })).toThrow(UnknownJobDataError);
    expect(() => readJobData({ drover: 2, args: [] })).toThrow(
      /version 1 or before, got version 2.*Deploy/,
    );
  });

  it.each([
    [undefined, /to be an object with "args", got undefined/],
    [[1], /to be an object with "args", got \[ 1 ]/],
    [{ job_class: 'A', arguments: [] }, /"args" to be a list, got undefined/],
    [{ drover: 1, args: { 0: 1 } }, /"args" to be a list/],
    [{ drover: '1', args: [] }, /the version, to be a number from 1, got "1"/],
    [{ drover: 0, args: [] }, /from 1, got 0/],
    [{ args: [], executions: -1 }, /"executions" to be a count, got -1/],
    [{ args: [], failures: { a: 'b' } }, /"failures" to be counts by error name/],
    [{ args: [], locale: 1 }, /"locale" to be a string, got 1/],
  ])('refuses %j', (payload, message) => {
    expect(() => readJobData(payload)).toThrow(UnknownJobDataError);
    expect(() => readJobData(payload)).toThrow(message);
  });

  it('takes only own fields for fields', () => {
    const payload = JSON.parse('{"__proto__":{"args":[]}}') as unknown;
    expect(() => readJobData(payload)).toThrow(/"args" to be a list, got undefined/);
  });
});
