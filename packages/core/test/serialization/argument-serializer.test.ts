import { isDeepStrictEqual } from 'node:util';
import vm from 'node:vm';
import fc from 'fast-check';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import type { JsonValue } from '../../src/support/json';
import { outline, people, Person, throughJsonb, travelling } from './values';

const serializer = new ArgumentSerializer([people]);

function throughJson(args: readonly unknown[]): unknown[] | Promise<unknown[]> {
  const json = JSON.stringify(serializer.serialize(args));
  return serializer.deserialize(JSON.parse(json) as JsonValue[]);
}

function roundTrip(value: unknown): unknown {
  return (throughJson([value]) as unknown[])[0];
}

describe('what travels', () => {
  it.each<[string, unknown, unknown]>([
    ['a Date', new Date(1.5e12), { $date: '2017-07-14T02:40:00.000Z' }],
    ['a Date far away', new Date(8.64e15), { $date: '+275760-09-13T00:00:00.000Z' }],
    ['a bigint', 10n ** 21n, { $bigint: '1000000000000000000000' }],
    ['a Map', new Map([['a', 1n]]), { $map: [['a', { $bigint: '1' }]] }],
    ['a Set', new Set([1, 'a']), { $set: [1, 'a'] }],
    ['a URL', new URL('https://a.example/?b=c'), { $url: 'https://a.example/?b=c' }],
    ['a Buffer', Buffer.from('abc'), { $bytes: 'YWJj', as: 'Buffer' }],
    ['a typed array', new Uint16Array([1, 2]), { $bytes: 'AQACAA==', as: 'Uint16Array' }],
    ['an ArrayBuffer', new Uint8Array([1]).buffer, { $bytes: 'AQ==', as: 'ArrayBuffer' }],
    ['a RegExp', /a.b/gi, { $regexp: ['a.b', 'gi'] }],
    ['NaN', Number.NaN, { $number: 'NaN' }],
    ['Infinity', Infinity, { $number: 'Infinity' }],
    ['-Infinity', -Infinity, { $number: '-Infinity' }],
    ['-0', -0, { $number: '-0' }],
    ['undefined', undefined, { $undefined: true }],
    ['undefined in an array', [1, undefined], [1, { $undefined: true }]],
    ['a key without a value', { a: undefined }, { a: { $undefined: true } }],
    [
      'an object without a prototype',
      Object.assign(Object.create(null), { a: 1 }),
      { $object: [['a', 1]], prototype: null },
    ],
    ['NUL', 'a\0b', { $text: '"a\\u0000b"' }],
    ['a lone surrogate', '\ud800', { $text: '"\\ud800"' }],
    ['NUL in a key', { '\0': 1 }, { $object: [[{ $text: '"\\u0000"' }, 1]] }],
    ['an emoji', { '😀': '😀' }, { '😀': '😀' }],
    ['a tag of the user', { $date: { of: 'birth' } }, { $object: [['$date', { of: 'birth' }]] }],
    ['a payload of the user', { $object: [['a', 1]] }, { $object: [['$object', [['a', 1]]]] }],
    ['a key toJSON that is no function', { toJSON: 5 }, { toJSON: 5 }],
  ])('%s comes back the same, and is readable meanwhile', (_name, value, stored) => {
    expect(serializer.serialize([value])).toEqual([stored]);
    const back = roundTrip(value);
    expect(isDeepStrictEqual(back, value)).toBe(true);
    expect(outline(back)).toEqual(outline(value));
  });

  it('keeps everything that can be built from the supported types', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(travelling, { maxLength: 3 }), async (args) => {
        const back = await throughJson(args);
        expect(isDeepStrictEqual(back, args)).toBe(true);
        expect(outline(back)).toEqual(outline(args));
      }),
      { numRuns: 200 },
    );
  });

  it('keeps it through a store that reorders keys and refuses NUL, when told to', async () => {
    const ordered = new ArgumentSerializer([people], { keepKeyOrder: true });
    await fc.assert(
      fc.asyncProperty(fc.array(travelling, { maxLength: 3 }), async (args) => {
        const stored = throughJsonb(JSON.stringify(ordered.serialize(args))) as JsonValue[];
        const back = await ordered.deserialize(stored);
        expect(isDeepStrictEqual(back, args)).toBe(true);
        expect(outline(back)).toEqual(outline(args));
      }),
      { numRuns: 200 },
    );
  });

  it('writes the order down only where the store would change it', () => {
    const ordered = new ArgumentSerializer([], { keepKeyOrder: true });
    expect(ordered.serialize([{ b: 1, aa: 2 }])).toEqual([{ b: 1, aa: 2 }]);
    expect(ordered.serialize([{ aa: 2, b: 1 }])).toEqual([
      {
        $object: [
          ['aa', 2],
          ['b', 1],
        ],
      },
    ]);
    expect(serializer.serialize([{ aa: 2, b: 1 }])).toEqual([{ aa: 2, b: 1 }]);
  });

  it('takes values of another realm for what they are', () => {
    const foreign = vm.runInNewContext(
      '({ date: new Date(0), list: [1n], map: new Map([[1, 2]]), error: new RangeError("far") })',
    ) as { error: Error };
    const back = roundTrip(foreign) as Record<string, unknown>;
    expect(back).toMatchObject({ date: new Date(0), list: [1n], map: new Map([[1, 2]]) });
    expect(back['error']).toBeInstanceOf(RangeError);
    expect(back['error']).toHaveProperty('message', 'far');
  });

  it('copies a value that is there twice', () => {
    const twice = { at: new Date(0) };
    const [left, right] = roundTrip([twice, twice]) as object[];
    expect(left).toEqual(right);
    expect(left).not.toBe(right);
  });

  it('carries a million items', () => {
    const many = Array.from({ length: 1_000_000 }, (_, index) => index);
    expect((roundTrip(many) as unknown[]).length).toBe(1_000_000);
    expect((roundTrip([...many, 1n]) as unknown[]).at(-1)).toBe(1n);
  });
});

describe('errors', () => {
  class PaymentError extends TypeError {
    override name = 'PaymentError';
    readonly code = 'E_PAY';
  }
  class UnnamedError extends Error {}

  it('come back with class, message, stack, cause, code and properties', () => {
    const cause = new RangeError('too far');
    const error = Object.assign(new TypeError('wrong', { cause }), {
      code: 'E_WRONG',
      at: new Date(0),
    });
    const back = roundTrip(error) as TypeError & { cause: Error };
    expect(back).toBeInstanceOf(TypeError);
    expect(back.cause).toBeInstanceOf(RangeError);
    expect(back).toMatchObject({
      message: 'wrong',
      stack: error.stack,
      code: 'E_WRONG',
      at: new Date(0),
    });
    expect(Object.keys(back)).toEqual(['code', 'at']);
  });

  it('of a class of their own come back as the built-in one below it, with their name', () => {
    const back = roundTrip(new PaymentError('declined')) as PaymentError;
    expect(Object.getPrototypeOf(back)).toBe(TypeError.prototype);
    expect(back).toMatchObject({ name: 'PaymentError', code: 'E_PAY', message: 'declined' });
    expect(String(roundTrip(new UnnamedError('x')))).toBe('UnnamedError: x');
  });

  it('of Node and of the web come back with their code and name', () => {
    const invalid = catchError(() => new URL('nowhere'));
    expect(roundTrip(invalid)).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_URL',
      message: invalid.message,
    });
    const aborted = AbortSignal.abort().reason as Error;
    expect(roundTrip(aborted)).toMatchObject({ name: 'AbortError', message: aborted.message });
  });

  it('keep the errors they gather', () => {
    const back = roundTrip(new AggregateError([new TypeError('a')], 'all')) as AggregateError;
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.errors[0]).toBeInstanceOf(TypeError);
  });
});

describe('plain JSON', () => {
  it('is not copied on the way in, and always copied on the way out', () => {
    const args = [{ a: [1, 'b', { c: null }] }];
    const stored = serializer.serialize(args);
    expect(stored).toBe(args);
    const back = serializer.deserialize(stored) as typeof args;
    expect(back).toEqual(args);
    expect(back[0]?.a).not.toBe(args[0]?.a);
  });

  it('is copied from the first part that needs encoding, and never changed', () => {
    const args = [{ same: {}, list: [1, 2n, 3], last: 4 }];
    const [stored] = serializer.serialize(args) as [Record<string, unknown>];
    expect(stored).toEqual({ same: {}, list: [1, { $bigint: '2' }, 3], last: 4 });
    expect(stored['same']).toBe(args[0]?.same);
    expect(args).toEqual([{ same: {}, list: [1, 2n, 3], last: 4 }]);
  });
});

describe('return values', () => {
  it('travel alone, with a path of their own', () => {
    expect(serializer.deserializeValue(serializer.serializeValue(1n))).toBe(1n);
    expect(() => serializer.serializeValue({ a: () => 1 })).toThrow(/^value\.a: /);
    expect(() => serializer.serializeValue([Symbol('x')], 'result')).toThrow(/^result\[0]: /);
  });

  it('may hold a record', async () => {
    const stored = serializer.serializeValue({ by: new Person(1) });
    expect(stored).toEqual({ by: { $ref: 'Person', value: 1 } });
    expect(await serializer.deserializeValue(stored)).toEqual({ by: new Person(1) });
  });
});

function catchError(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown');
}
