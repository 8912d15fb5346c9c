import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import { canonicalJson } from '../../src/serialization/canonical-json';

const asWritten = new ArgumentSerializer();
const reordered = new ArgumentSerializer([], { keepKeyOrder: true });

const canonical = (value: unknown, serializer = asWritten) =>
  canonicalJson(serializer.serializeValue(value));

test('the order of keys does not show, at any depth, on any store', () => {
  const one = { a: 1, b: [{ c: 2, d: 3 }] };
  const two = { b: [{ d: 3, c: 2 }], a: 1 };
  const texts = [one, two].flatMap((each) => [canonical(each), canonical(each, reordered)]);
  expect(new Set(texts).size).toBe(1);
});

const FAMILIAR: readonly (readonly [unknown, unknown])[] = [
  [1, '1'],
  [null, undefined],
  [null, 'null'],
  [0, -0],
  [
    [1, 2],
    [2, 1],
  ],
  [
    [[1], 2],
    [1, [2]],
  ],
  [{ a: 1 }, [['a', 1]]],
  [new Date(0), new Date(0).toISOString()],
  [new Date(0), { $date: new Date(0).toISOString() }],
  [10n, 10],
  [new Set([1]), [1]],
  [new Map([['a', 1]]), { a: 1 }],
  [{ a: undefined }, {}],
  [Object.create(null), {}],
];

test.each(FAMILIAR)('%p is not %p', (left, right) => {
  expect(canonical(left)).not.toBe(canonical(right));
  expect(canonical(left, reordered)).not.toBe(canonical(right, reordered));
});

const shuffled = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shuffled);
  const entries = Object.entries(value).map(([key, each]) => [key, shuffled(each)] as const);
  return Object.fromEntries(entries.toReversed());
};

const json = fc
  .jsonValue({ maxDepth: 4 })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

test('two values have one text exactly when they are equal', () => {
  fc.assert(
    fc.property(json, json, (left, right) => {
      expect(canonical(left)).toBe(canonical(shuffled(left), reordered));
      expect(canonical(left) === canonical(right)).toBe(isDeepStrictEqual(left, right));
    }),
  );
});

test('the order of many keys does not show either', () => {
  const keys = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 40, size: 'max' });
  fc.assert(
    fc.property(keys, (names) => {
      const object = Object.fromEntries(names.map((name) => [name, 1]));
      expect(canonical(object)).toBe(canonical(shuffled(object), reordered));
    }),
  );
});
