import { Continuable, InvalidOptionsError, Job } from '../../src/index';
import { optionsOf } from '../../src/options/job-options';

class PlainJob extends Job {
  async perform() {}
}

@Continuable({ maxResumptions: 3, resumeOptions: { wait: '8 seconds', queue: 'low', priority: 2 } })
class ImportJob extends PlainJob {}

@Continuable({ resumeErrorsAfterAdvancing: false })
class StrictJob extends ImportJob {}

test('a class that says nothing goes on without limit, at once, and after errors', () => {
  expect(optionsOf(PlainJob).continuable).toEqual({
    ...{ maxResumptions: undefined, wait: undefined, queue: undefined, priority: undefined },
    resumesErrors: true,
  });
});

test('what a class declares is its rule', () => {
  expect(optionsOf(ImportJob).continuable).toEqual({
    ...{ maxResumptions: 3, wait: 8000, queue: 'low', priority: 2, resumesErrors: true },
  });
});

test('a declaration of a subclass takes the place of its parent’s', () => {
  expect(optionsOf(StrictJob).continuable).toMatchObject({
    ...{ maxResumptions: undefined, wait: undefined, resumesErrors: false },
  });
});

test.each([
  ['an unknown option', { limit: 3 }, 'only the options'],
  ['a limit that is none', { maxResumptions: -1 }, 'maxResumptions: expected a whole number'],
  ['a negative wait', { resumeOptions: { wait: -5 } }, 'resumeOptions.wait: expected'],
  ['a wait that is none', { resumeOptions: { wait: 'soon' } }, 'resumeOptions.wait: expected'],
  ['a queue that is none', { resumeOptions: { queue: '' } }, 'resumeOptions.queue: expected'],
  ['a priority that is none', { resumeOptions: { priority: -1 } }, 'resumeOptions.priority'],
  ['an unknown resume option', { resumeOptions: { at: 5 } }, 'only the options wait'],
  ['a text for a switch', { resumeErrorsAfterAdvancing: 'no' }, 'expected true or false'],
])('%s is refused', (_what, options, message) => {
  const declare = () => Continuable(options as never);
  expect(declare).toThrow(InvalidOptionsError);
  expect(declare).toThrow(message);
});
