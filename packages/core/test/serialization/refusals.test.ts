import fc from 'fast-check';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import { SerializationError } from '../../src/serialization/serialization-error';
import { travelling, people } from './values';

const serializer = new ArgumentSerializer([people]);

class Money {
  constructor(readonly cents: number) {}

  toJSON(): number {
    return this.cents;
  }
}
class Tags extends Array<string> {}
class Moment extends Date {}

function named(): void {}

function cycle(): object {
  const node = { name: 'a', children: [] as unknown[] };
  node.children.push({ parent: node });
  return node;
}

function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

const UNSUPPORTED: [string, unknown, RegExp][] = [
  ['a function', named, /got a function named named\. Pass data/],
  ['a class', Money, /got the class Money/],
  ['a symbol', Symbol('s'), /got the symbol Symbol\(s\)/],
  ['a class instance', new Money(1), /got an instance of Money\. .*register a serializer/],
  ['a subclass of Array', Tags.from(['a']), /got an instance of Tags/],
  ['a subclass of Date', new Moment(), /got the Date/],
  ['an invalid Date', new Date(Number.NaN), /got an invalid Date\. Pass a valid Date/],
  ['a WeakMap', new WeakMap(), /got an instance of WeakMap/],
  ['a Promise', Promise.resolve(1), /got a Promise\. Await it/],
  ['a boxed string', Object('text'), /got an instance of String/],
  ['an object over another', Object.create({ a: 1 }), /got /],
  ['a SharedArrayBuffer', new SharedArrayBuffer(1), /got an instance of SharedArrayBuffer/],
];

const THENABLE = new Map([['then', named]]);

const IN_PLACE: [string, unknown, string, RegExp][] = [
  [
    'a key that is a symbol',
    { [Symbol('k')]: 1 },
    'args[0]',
    /got an object with the key Symbol\(k\)/,
  ],
  [
    'a getter',
    {
      get now() {
        return 1;
      },
    },
    'args[0].now',
    /got an accessor property/,
  ],
  ['toJSON', { toJSON: () => 1 }, 'args[0].toJSON', /got a function named toJSON/],
  ['then', Object.fromEntries(THENABLE), 'args[0].then', /got a function named named/],
  ['a hole', [1, , 3], 'args[0][1]', /got a hole in an array/], // oxlint-disable-line no-sparse-arrays
  ['an endless hole', Object.assign([], { length: 4e9 }), 'args[0][0]', /got a hole/],
  [
    'a named property of an array',
    'abc'.match(/b/),
    'args[0]',
    /got an array with a property "index"/,
  ],
  [
    'a property of a Date',
    Object.assign(new Date(0), { zone: 'UTC' }),
    'args[0]',
    /got a Date with a property "zone"/,
  ],
  ['a function in a Map', new Map([['a', named]]), 'args[0].values()[0]', /got a function/],
  ['a key in a Map', new Map([[named, 1]]), 'args[0].keys()[0]', /got a function/],
  ['a function in a Set', new Set([1, named]), 'args[0].values()[1]', /got a function/],
  [
    'a function on an error',
    Object.assign(new Error('x'), { retry: named }),
    'args[0].retry',
    /got a function/,
  ],
  [
    'a function behind an error',
    new Error('x', { cause: { of: named } }),
    'args[0].cause.of',
    /got a function/,
  ],
  ['an unusual key', { 'not a name': named }, 'args[0]["not a name"]', /got a function/],
  ['a cycle', cycle(), 'args[0].children[0].parent', /got a cycle back to args\[0]\. Pass an id/],
];

describe('what cannot travel', () => {
  it.each(UNSUPPORTED)('%s is refused with its place and the way out', (_name, value, got) => {
    const serialize = () => serializer.serialize(['a', {}, { list: [value] }]);
    expect(serialize).toThrow(SerializationError);
    expect(serialize).toThrow(/^args\[2]\.list\[0]: expected a value that can travel/);
    expect(serialize).toThrow(got);
  });

  it.each(IN_PLACE)('%s is refused with its place', (_name, value, path, got) => {
    const serialize = () => serializer.serialize([value]);
    expect(serialize).toThrow(SerializationError);
    expect(serialize).toThrow(got);
    expect(serialize).toThrow(new RegExp(`^${path.replaceAll(/[[\].()]/g, '\\$&')}: `));
  });

  it('is refused wherever it is', () => {
    const bad = fc.constantFrom(...UNSUPPORTED.map(([, value]) => value));
    const step = fc.constantFrom(
      ...[
        (inner: unknown, beside: unknown) => ({ path: '[1]', value: [beside, inner] }),
        (inner: unknown, beside: unknown) => ({ path: '.$a', value: { z: beside, $a: inner } }),
        (inner: unknown, beside: unknown) => ({ path: '.a', value: { z: beside, a: inner } }),
        (inner: unknown) => ({ path: '.values()[0]', value: new Set([inner]) }),
        (inner: unknown) => ({ path: '.keys()[0]', value: new Map([[inner, 1]]) }),
        (inner: unknown) => ({ path: '.cause', value: new Error('x', { cause: inner }) }),
      ],
    );
    fc.assert(
      fc.property(bad, fc.array(fc.tuple(step, travelling), { maxLength: 6 }), (value, steps) => {
        const placed = steps.reduce(
          (inner, [wrap, beside]) => {
            const outer = wrap(inner.value, beside);
            return { value: outer.value, path: outer.path + inner.path };
          },
          { value, path: '' },
        );
        expect(messageOf(placed.value).split(': expected')[0]).toBe(`args[0]${placed.path}`);
      }),
      { numRuns: 200 },
    );
  });

  it('is every nest beyond 500 levels, and none before', () => {
    expect(serializer.serialize([nest(499)])).toHaveLength(1);
    for (const depth of [501, 10_000, 100_000]) {
      expect(() => serializer.serialize([nest(depth)])).toThrow(/nested at most 500 deep/);
    }
  });
});

function messageOf(value: unknown): string {
  try {
    serializer.serialize([value]);
    return 'it travelled';
  } catch (error) {
    return (error as Error).message;
  }
}
