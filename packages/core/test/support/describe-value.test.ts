import { inspect } from 'node:util';
import { describeValue } from '../../src/support/describe-value';

class Foo {}

const hostile = new Proxy(
  {},
  {
    getPrototypeOf: () => {
      throw new Error('caught');
    },
  },
);

const lying = { [inspect.custom]: () => 'lie' };

describe('describeValue', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [-0, '-0'],
    [10n, '10n'],
    ['a "b"', '"a \\"b\\""'],
    [Symbol('s'), 'the symbol Symbol(s)'],
    [function foo() {}, 'a function named foo'],
    [() => {}, 'an anonymous function'],
    [Foo, 'the class Foo'],
    [class {}, 'an anonymous class'],
    [new Foo(), 'an instance of Foo'],
    [new Date(0), 'the Date 1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'an invalid Date'],
    [Promise.resolve(), 'a Promise'],
    [[1, 'a'], "[ 1, 'a' ]"],
    [{ wait: -1 }, '{ wait: -1 }'],
    [
      {
        get trap() {
          throw new Error('caught');
        },
      },
      '{ trap: [Getter] }',
    ],
    [lying, inspect(lying, { customInspect: false, breakLength: Infinity })],
    [hostile, 'a Proxy'],
    [Object.create(hostile), 'an object with a prototype of its own'],
  ])('describes the value of row %# in a few words', (value, words) => {
    expect(describeValue(value)).toBe(words.length > 80 ? `${words.slice(0, 79)}…` : words);
  });

  it('stays short', () => {
    expect(describeValue('a'.repeat(1e6)).length).toBeLessThanOrEqual(80);
    expect(
      describeValue(Array.from({ length: 1e6 }, () => 'long text')).length,
    ).toBeLessThanOrEqual(80);
  });

  it('runs no code of the value and never throws', () => {
    const trap = () => {
      throw new Error('caught');
    };
    const proxied = new Proxy(class Foo2 {}, {
      get: trap,
      getPrototypeOf: trap,
      getOwnPropertyDescriptor: trap,
    });
    const tagged = Object.defineProperty({}, Symbol.toStringTag, { get: trap });
    for (const value of [proxied, tagged, Object.create(proxied), Object.create(null)]) {
      expect(typeof describeValue(value)).toBe('string');
    }
  });
});
