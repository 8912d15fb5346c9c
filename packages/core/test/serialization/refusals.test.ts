import fc from 'fast-check';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import { SerializationError } from '../../src/serialization/serialization-error';
import { misplaced, named, UNSUPPORTED } from './misplaced';
import { people } from './values';

const serializer = new ArgumentSerializer([people]);

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
    fc.assert(
      fc.property(misplaced, ({ value, path }) => {
        expect(messageOf(value).split(': expected')[0]).toBe(`args[0]${path}`);
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
