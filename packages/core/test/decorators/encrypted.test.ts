import { Encrypted, InvalidOptionsError, Job } from '../../src/index';
import { optionsOf } from '../../src/options/job-options';

@Encrypted()
class WholeJob extends Job {
  perform(_account: string, _token: string) {}
}

class ChildJob extends WholeJob {}

@Encrypted(1)
class PartJob extends WholeJob {}

class PlainJob extends Job {
  perform() {}
}

test('all arguments of a class are encrypted, or those that are named', () => {
  expect(optionsOf(WholeJob).encrypted).toEqual({ positions: undefined });
  expect(optionsOf(PartJob).encrypted).toEqual({ positions: [1] });
  expect(optionsOf(PlainJob).encrypted).toBeUndefined();
});

test('a subclass is encrypted as its parent, unless it says otherwise', () => {
  expect(optionsOf(ChildJob).encrypted).toBe(optionsOf(WholeJob).encrypted);
});

test.each([[-1], [1.5], ['1.token' as never], [undefined as never]])(
  '%j is no number of an argument',
  (position) => {
    expect(() => Encrypted(0, position)).toThrow(InvalidOptionsError);
    expect(() => Encrypted(0, position)).toThrow(
      '@Encrypted: expected numbers of arguments, from 0',
    );
  },
);

test('the compiler refuses the number of an argument that perform has not', () => {
  class TwoJob extends WholeJob {}
  class ManyJob extends Job {
    perform(_account: string, _note?: string, ..._more: string[]) {}
  }
  // @ts-expect-error -- there are 0 and 1
  Encrypted(0, 2)(TwoJob);
  // @ts-expect-error -- there is none
  Encrypted(0)(class extends PlainJob {});
  Encrypted(7)(ManyJob);
  expect([TwoJob, ManyJob].map((each) => optionsOf(each).encrypted?.positions)).toEqual([
    [0, 2],
    [7],
  ]);
});
