import { InvalidOptionsError, Job, LimitConcurrency, Throttle } from '../../src/index';
import { optionsOf } from '../../src/options/job-options';

@LimitConcurrency({ to: 3, key: (id: number) => id, group: 'the api', duration: '1 minute' })
@Throttle({ limit: 10, per: '1 second' })
class CallJob extends Job {
  perform(_id: number) {}
}

class ChildJob extends CallJob {}

@LimitConcurrency({ onConflict: 'discard' })
class SingleJob extends CallJob {}

test('limits are declared', () => {
  const { concurrency, throttle } = optionsOf(CallJob);
  expect(concurrency).toMatchObject({
    to: 3,
    group: 'the api',
    duration: 60_000,
    onConflict: 'block',
  });
  expect(concurrency?.key?.(...([7] as never[]))).toBe(7);
  expect(throttle).toEqual({ limit: 10, per: 1000, key: undefined, group: undefined });
});

test('a subclass has the limits of its parent, unless it declares its own', () => {
  expect(optionsOf(ChildJob).concurrency).toBe(optionsOf(CallJob).concurrency);
  expect(optionsOf(SingleJob)).toMatchObject({
    concurrency: { to: 1, duration: 180_000, onConflict: 'discard', key: undefined },
    throttle: { limit: 10 },
  });
});

test.each([
  ['@LimitConcurrency to', () => LimitConcurrency({ to: 0 })],
  ['@LimitConcurrency to', () => LimitConcurrency({ to: 1001 })],
  ['@LimitConcurrency to', () => LimitConcurrency({ to: 1.5 })],
  ['@LimitConcurrency key', () => LimitConcurrency({ key: 'id' as never })],
  ['@LimitConcurrency group', () => LimitConcurrency({ group: '' })],
  ['@LimitConcurrency duration', () => LimitConcurrency({ duration: '500ms' })],
  ['@LimitConcurrency onConflict', () => LimitConcurrency({ onConflict: 'wait' as never })],
  ['@LimitConcurrency', () => LimitConcurrency({ limit: 3 } as never)],
  ['@Throttle limit', () => Throttle({ limit: 0, per: '1 second' })],
  ['@Throttle per', () => Throttle({ limit: 1, per: 'often' as never })],
  ['@Throttle per', () => Throttle({ limit: 1, per: 1 })],
  ['@Throttle', () => Throttle({ limit: 1, per: '1 second', every: 3 } as never)],
])('%s: what cannot mean anything is refused when the class loads', (where, declare) => {
  expect(declare).toThrow(InvalidOptionsError);
  expect(declare).toThrow(`${where}: expected`);
});
