import { Job } from '../../src/index';

const nameOf = (job: Job) => job.constructor.name;

/** The compiler infers what `perform` returns, although that depends on the job itself. */
class NamedJob extends Job {
  async perform(prefix: string) {
    return `${prefix} ${nameOf(this)}`;
  }
}

test('a perform may hand its job on and leave its type to the compiler', async () => {
  const named: string | undefined = await NamedJob.performNow('I am');
  expect(named).toBe('I am NamedJob');
});

test('what a result and a status hold is typed from perform', () => {
  type Result = Awaited<ReturnType<typeof resultOf>>;
  const resultOf = (job: NamedJob) => job.result();
  const typed: Result = 'a text';
  expect(typed).toBe('a text');
});
