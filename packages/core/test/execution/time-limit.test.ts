import {
  close,
  configure,
  DiscardOn,
  InvalidOptionsError,
  Job,
  JobTimeoutError,
  RetryOn,
  Timeout,
} from '../../src/index';

let signal: AbortSignal | undefined;
let finish: () => void;
let failures: Error[] = [];

@Timeout(30)
class SlowJob extends Job {
  async perform(naps: number) {
    signal = this.signal;
    await new Promise<void>((resolve) => (finish = naps === 0 ? (resolve(), resolve) : resolve));
    return 'late';
  }
}

@RetryOn(JobTimeoutError, { attempts: 1, onExhausted: (_job, error) => failures.push(error) })
class RuledJob extends SlowJob {}

class InheritingJob extends SlowJob {}

@DiscardOn(JobTimeoutError)
@Timeout('1 hour')
class PatientJob extends SlowJob {}

beforeEach(() => {
  failures = [];
  configure({ logLevel: 'silent' });
});

afterEach(close);

test('a run that takes too long fails, and its signal is aborted with the reason', async () => {
  await expect(SlowJob.performNow(1)).rejects.toThrow(
    /SlowJob ran longer than its @Timeout of 30 ms/,
  );
  expect(signal?.reason).toBeInstanceOf(JobTimeoutError);
});

test('what a run does after its time changes nothing', async () => {
  const run = SlowJob.performNow(1);
  await expect(run).rejects.toBeInstanceOf(JobTimeoutError);
  finish();
  await expect(run).rejects.toBeInstanceOf(JobTimeoutError);
});

test("the class's own rules decide what a late run means", async () => {
  await expect(RuledJob.performNow(1)).resolves.toBeUndefined();
  expect(failures).toEqual([expect.any(JobTimeoutError)]);
});

test('a limit is inherited, and can be set anew', async () => {
  await expect(InheritingJob.performNow(1)).rejects.toBeInstanceOf(JobTimeoutError);
  await expect(PatientJob.performNow(0)).resolves.toBe('late');
});

test('a run within its time returns its value, and its signal stays silent', async () => {
  await expect(SlowJob.performNow(0)).resolves.toBe('late');
  expect(signal?.aborted).toBe(false);
});

test.each([0, -1, 'soon', NaN, undefined])(
  'a limit of %p is refused when the class loads',
  (limit) => {
    expect(() => Timeout(limit as never)).toThrow(InvalidOptionsError);
  },
);
