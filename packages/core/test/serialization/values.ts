import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';

// The newest Node has it; the others get it here.
Object.assign(globalThis, { Temporal });

export class Person {
  constructor(readonly id: number) {}
}

export const people = {
  name: 'Person',
  matches: (value: unknown) => value instanceof Person,
  serialize: (person: unknown) => (person as Person).id,
  deserialize: async (id: unknown) => new Person(id as number),
};

/** Letters, signs, NUL, lone surrogates, and the keys that mean something to someone. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom('a', '$', '\0', '\ud800', '\udc00', 'é', '漢', '😀'),
    maxLength: 4,
  }),
  fc.constantFrom('$date', '$object', '__proto__', 'constructor', 'prototype', 'toString', '', '1'),
);

const bytes = fc
  .uint8Array({ maxLength: 3 })
  .chain((array) =>
    fc.constantFrom<unknown>(
      array,
      Buffer.from(array),
      array.buffer.slice(0),
      new Float64Array(array),
      new BigInt64Array([1n, -1n]),
      new Uint16Array(new Uint8Array(8).buffer, 2, 2),
    ),
  );

const UNITS = ['years', 'days', 'hours', 'seconds', 'milliseconds', 'nanoseconds'] as const;

const moment = fc.tuple(
  fc.bigInt({ min: -(10n ** 18n), max: 4n * 10n ** 18n }),
  fc.constantFrom('UTC', 'Europe/Berlin', 'America/Anchorage', 'Africa/Monrovia', '+05:30'),
  fc.constantFrom('iso8601', 'gregory', 'hebrew', 'japanese'),
);

const temporal = fc.oneof(
  moment.chain(([nanoseconds, zone, calendar]) => {
    const instant = new Temporal.Instant(nanoseconds);
    const zoned = instant.toZonedDateTimeISO(zone).withCalendar(calendar);
    const date = zoned.toPlainDate();
    return fc.constantFrom<object>(
      ...[instant, zoned, date, zoned.toPlainTime(), zoned.toPlainDateTime()],
      ...[date.toPlainYearMonth(), date.toPlainMonthDay()],
    );
  }),
  fc
    .tuple(fc.array(fc.nat({ max: 1e6 }), { minLength: 6, maxLength: 6 }), fc.constantFrom(1, -1))
    .map(([counts, sign]) =>
      Temporal.Duration.from(
        Object.fromEntries(UNITS.map((unit, index) => [unit, (counts[index] ?? 0) * sign || 0])),
      ),
    ),
);

const leaf = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(null, undefined, -0, 1e21, 5e-324),
  fc.date({ noInvalidDate: true }),
  fc.webUrl().map((url) => new URL(url)),
  fc.constantFrom(/a\/b\n/giu, new RegExp('[\\p{L}--a]', 'v'), /(?:)/),
  bytes,
  temporal,
  fc.nat().map((id) => new Person(id)),
);

function ownObject(
  entries: readonly (readonly [string, unknown])[],
  prototype: object | null,
): object {
  const object = Object.create(prototype) as object;
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, {
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}

function error(of: ErrorConstructor, message: string, cause: unknown, code: unknown): Error {
  return Object.assign(new of(message, { cause }), { code });
}

/** Any value made of what travels. */
export const travelling: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => {
  const value = tie('value');
  const entries = fc.array(fc.tuple(text, value), { maxLength: 4 });
  const list = fc.array(value, { maxLength: 4 });
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      list,
      fc
        .tuple(entries, fc.constantFrom(Object.prototype, null))
        .map(([all, proto]) => ownObject(all, proto)),
      fc.array(fc.tuple(value, value), { maxLength: 3 }).map((all) => new Map(all)),
      list.map((all) => new Set(all)),
      fc
        .tuple(fc.constantFrom(Error, TypeError, RangeError), text, value, value)
        .map((parts) => error(...(parts as Parameters<typeof error>))),
      list.map((all) => new AggregateError(all, 'several')),
    ),
  };
}).value;

/** What a store that keeps payloads as jsonb gives back. */
export function throughJsonb(json: string): unknown {
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(json))
    throw new Error('unsupported Unicode');
  return JSON.parse(json, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const keys = Object.keys(value).toSorted((a, b) => {
      const [left, right] = [Buffer.from(a), Buffer.from(b)];
      return left.length - right.length || Buffer.compare(left, right);
    });
    return ownObject(
      keys.map((key) => [key, Object.getOwnPropertyDescriptor(value, key)?.value] as const),
      Object.prototype,
    );
  });
}

/** What deep equality leaves open: the order of keys, and what Temporal keeps out of sight. */
export function outline(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Reflect.has(Temporal, value.constructor?.name)) return temporalOutline(value);
  const inner = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : [];
  const keys = value instanceof Error || ArrayBuffer.isView(value) ? [] : Object.keys(value);
  return [keys, keys.map((key) => outline(Reflect.get(value, key))), inner.map(outline)];
}

function temporalOutline(value: object): unknown {
  const units = UNITS.map((unit) => Reflect.get(value, unit) as unknown);
  return [value.constructor, (value as Temporal.Instant).toString(), units];
}
