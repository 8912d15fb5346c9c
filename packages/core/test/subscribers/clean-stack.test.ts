import { withCleanStack } from '../../src/subscribers/clean-stack';

const FOREIGN = [
  '    at JSON.parse (<anonymous>)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  '    at Queue.add (/app/node_modules/bullmq/dist/cjs/queue.js:1:2)',
  `    at Executor.run (${require.resolve('../../src/execution/executor')}:10:3)`,
];
const OWN = '    at OrderJob.perform (/app/jobs/order.job.ts:12:5)';

function failed(...frames: readonly string[]): Error {
  const error = Object.assign(new TypeError('lost'), { code: 'E_LOST' });
  error.stack = ['TypeError: lost', ...frames].join('\n');
  return error;
}

test('frames of Drover, Node and dependencies are left out, of causes as well', () => {
  const error = failed(...FOREIGN, OWN, ...FOREIGN);
  error.cause = failed(OWN, ...FOREIGN);
  const shown = withCleanStack(error);
  expect(shown.stack).toBe(`TypeError: lost\n${OWN}`);
  expect((shown.cause as Error).stack).toBe(`TypeError: lost\n${OWN}`);
});

test('it stays the error it was, and the error itself is not touched', () => {
  const error = failed(OWN, ...FOREIGN);
  const shown = withCleanStack(error);
  expect(shown).toBeInstanceOf(TypeError);
  expect(shown).toMatchObject({ message: 'lost', code: 'E_LOST' });
  expect(error.stack).toContain('node_modules');
});

test('a stack without a frame of the application is shown whole', () => {
  expect(withCleanStack(failed(...FOREIGN)).stack).toBe(failed(...FOREIGN).stack);
});

test('an error without a stack is no trouble', () => {
  const error = new Error('bare');
  delete error.stack;
  expect(withCleanStack(error).message).toBe('bare');
});

test('errors that are their own cause end the look', () => {
  const error = failed(OWN);
  error.cause = error;
  expect(withCleanStack(error).stack).toContain(OWN);
});
