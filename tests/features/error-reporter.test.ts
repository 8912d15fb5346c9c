import { close, DiscardOn, Job, RetryOn, type JobSummary } from '@drover/core';
import { setupFake } from '@drover/testing';

class Flaky extends Error {}
class Gone extends Error {}

@RetryOn(Flaky, { attempts: 2, wait: 0, report: true })
@DiscardOn(Gone, { report: true })
class ReportedJob extends Job {
  perform(how: string, _password?: string): void {
    if (how === 'gone') throw new Gone(how);
    if (this.executions === 1) throw new Flaky(how);
  }
}

afterAll(() => close());

function setup(reportError: (error: Error, job: JobSummary) => unknown) {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = { debug: write, info: write, warn: write, error: write };
  return { lines, ...setupFake({ jobs: [ReportedJob], logger, logLevel: 'error', reportError }) };
}

test('the reporter is told of the error and the job, without what is filtered', async () => {
  const told: unknown[] = [];
  const fake = setup((error, job) => told.push([error.message, job.name, job.args]));
  await ReportedJob.performLater('again', { token: 'x' } as never);
  await fake.drain();
  expect(told).toEqual([['again', 'ReportedJob', ['again', { token: '[FILTERED]' }]]]);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no network');
    },
  ],
  ['rejects', async () => Promise.reject(new Error('no network'))],
])('a reporter that %s changes nothing of the job, and is logged', async (_how, reportError) => {
  const fake = setup(reportError);
  await ReportedJob.performLater('again');
  await ReportedJob.performLater('gone');
  await fake.drain();
  expect(fake.adapter.completed).toHaveLength(1);
  expect(fake.adapter.discarded).toMatchObject([{ because: 'rule' }]);
  expect(fake.adapter.failed).toEqual([]);
  const line = 'reportError failed with an error of ReportedJob';
  expect(fake.lines.filter((each) => each === line)).toHaveLength(2);
});
