import { InvalidOptionsError } from '../../src/options/invalid-options-error';
import { parameterFilter, SENSITIVE_KEYS } from '../../src/options/parameter-filter';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import { filterArguments } from '../../src/serialization/filter-arguments';
import type { JsonValue } from '../../src/support/json';

const serializer = new ArgumentSerializer();
const HIDDEN = '[FILTERED]';

function shown(args: readonly unknown[], patterns: readonly (string | RegExp | number)[]): unknown {
  return filterArguments(serializer.serialize(args), parameterFilter('here', patterns, true));
}

test('a text hides every key that contains it, in any case, at any depth', () => {
  const args = [1, { user: [{ PassWord: 'x', name: 'Ada' }], password_confirmation: { of: 1 } }];
  expect(shown(args, ['password'])).toEqual([
    1,
    { user: [{ PassWord: HIDDEN, name: 'Ada' }], password_confirmation: HIDDEN },
  ]);
});

test('a regular expression hides the keys it matches, every time, whatever its flags', () => {
  const args = [{ cardNumber: 1, number: 2 }, { cardNumber: 3 }];
  expect(shown(args, [/^cardNumber$/gy])).toEqual([
    { cardNumber: HIDDEN, number: 2 },
    { cardNumber: HIDDEN },
  ]);
});

test('a text is no pattern', () => {
  expect(shown([{ 'a.b': 1, axb: 2 }], ['a.b'])).toEqual([{ 'a.b': HIDDEN, axb: 2 }]);
});

test('keys that are stored as a list, and those of Maps, are keys too', () => {
  const map = new Map<unknown, unknown>([
    ['token', 1],
    [{ token: 2 }, 'value'],
  ]);
  expect(shown([{ $token: 1, a: 2 }, map], ['token'])).toEqual([
    {
      $object: [
        ['$token', HIDDEN],
        ['a', 2],
      ],
    },
    {
      $map: [
        ['token', HIDDEN],
        [{ token: HIDDEN }, 'value'],
      ],
    },
  ]);
});

test('a number hides an argument by its place', () => {
  expect(shown(['ada', 'hunter2', 'x'], [1])).toEqual(['ada', HIDDEN, 'x']);
});

test('nothing is copied where nothing is hidden, and the payload never changes', () => {
  const args: JsonValue[] = [{ token: 1 }];
  expect(filterArguments(args, parameterFilter('here', []))).toBe(args);
  filterArguments(args, parameterFilter('here', ['token']));
  expect(args).toEqual([{ token: 1 }]);
});

test('a payload of another producer may nest as deep as it likes', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as JsonValue;
  const text = JSON.stringify(filterArguments([deep], parameterFilter('here', ['token'])));
  expect(text).toContain(HIDDEN);
});

test.each(['password', 'user_password', 'secretKey', 'accessToken', 'API_KEY', 'Authorization'])(
  'without a word of the application, %s is hidden',
  (key) => {
    const filter = parameterFilter('here', SENSITIVE_KEYS);
    expect(filterArguments([{ [key]: 1 }], filter)).toEqual([{ [key]: HIDDEN }]);
  },
);

test.each([['password'], [['a', 1]], [['']], [[null]]])('%j is no list of patterns', (patterns) => {
  expect(() => parameterFilter('configure() filterParameters', patterns)).toThrow(
    InvalidOptionsError,
  );
});
