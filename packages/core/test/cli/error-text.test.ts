import { errorText } from '../../src/cli/error-text';
import { JobFileError } from '../../src/registry/registry-errors';
import { InvalidOptionsError } from '../../src/options/invalid-options-error';
import { MissingDependencyError } from '../../src/support/missing-dependency-error';

test('what a file threw is shown where it was thrown, without the frames of Node.js', () => {
  const cause = new TypeError('no such thing');
  cause.stack =
    'TypeError: no such thing\n    at /app/jobs/a.job.js:3:1\n    at Module._compile (node:internal/x:1:1)';

  expect(errorText(new JobFileError('/app/jobs/a.job.js', cause))).toBe(
    'DROVER_JOB_FILE: Loading the job file /app/jobs/a.job.js failed: no such thing\n' +
      'TypeError: no such thing\n    at /app/jobs/a.job.js:3:1',
  );
});

test('an advice is given once', () => {
  const cause = new InvalidOptionsError('@RetryOn', 'an error class', undefined);

  expect(errorText(new JobFileError('a.job.js', cause))).toBe(
    'DROVER_JOB_FILE: Loading the job file a.job.js failed: @RetryOn: expected an error class, got undefined.',
  );
});

test('a package that is missing needs no stack', () => {
  const cause = new Error("Cannot find module 'pg'");

  expect(errorText(new MissingDependencyError('pg', 'PostgreSQL', cause))).toBe(
    "DROVER_MISSING_DEPENDENCY: PostgreSQL needs the package 'pg', which is not installed. Run: npm install pg",
  );
});
