import { Exclusive, InvalidOptionsError, Job } from '../../src/index';
import { optionsOf } from '../../src/options/job-options';

@Exclusive({ key: (id: number) => `account::${id}`, ttl: '1 minute', wait: '2 seconds' })
class ImportJob extends Job {
  perform(_id: number) {}
}

class ChildJob extends ImportJob {}

@Exclusive()
class SingleJob extends ImportJob {}

test('a lock is declared with its key and its times', () => {
  const { exclusive } = optionsOf(ImportJob);
  expect(exclusive).toMatchObject({ ttl: 60_000, wait: 2000 });
  expect(exclusive?.key?.(...([7] as never[]))).toBe('account::7');
});

test('a subclass has the lock of its parent, unless it declares its own', () => {
  expect(optionsOf(ChildJob).exclusive).toBe(optionsOf(ImportJob).exclusive);
  expect(optionsOf(SingleJob).exclusive).toEqual({ key: undefined, ttl: 30_000, wait: 0 });
});

test.each([
  ['@Exclusive key', { key: 'account' }],
  ['@Exclusive ttl', { ttl: 99 }],
  ['@Exclusive wait', { wait: '-1 second' }],
  ['@Exclusive', { limit: 2 }],
])('%s: what cannot mean anything is refused when the class loads', (where, options) => {
  expect(() => Exclusive(options as object)).toThrow(InvalidOptionsError);
  expect(() => Exclusive(options as object)).toThrow(where);
});
