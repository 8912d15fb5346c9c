import { encodeParameters } from '../../../../src/adapters/bullmq/embedded/encode-parameters';

describe('encodeParameters', () => {
  it.each([
    ['text as it is', 'a "quoted" \\ text', 'a "quoted" \\ text'],
    ['an absent value as NULL', undefined, null],
    ['null as NULL', null, null],
    ['a boolean as t or f', true, 't'],
    ['a number', 1.5, '1.5'],
    ['a bigint', 2n ** 60n, '1152921504606846976'],
    ['a date in UTC', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an object as JSON', { a: [1] }, '{"a":[1]}'],
    ['a list as an array', ['a', 1, null, false], '{"a","1",NULL,"f"}'],
    [
      'what an array gives a meaning to, quoted',
      ['{,}', 'NULL', '"', '\\'],
      '{"{,}","NULL","\\"","\\\\"}',
    ],
    ['an empty list', [], '{}'],
    ['lists in a list', [[1, 2], [3]], '{{"1","2"},{"3"}}'],
    ['bytes in a list', [Buffer.from([1, 255])], '{"\\\\x01ff"}'],
    ['an object in a list', [{ a: 'x"y' }], '{"{\\"a\\":\\"x\\\\\\"y\\"}"}'],
  ])('writes %s', (_, value, encoded) => {
    expect(encodeParameters([value])).toEqual([encoded]);
  });

  it('binds bytes as they are', () => {
    const bytes = Buffer.from([0, 1]);
    expect(encodeParameters([bytes])[0]).toBe(bytes);
  });
});
