import type { JsonValue } from '../../support/json';
import type { ObjectType, Tagged } from '../tag-type';
import { expectShape } from './expect-shape';

/** What is used here of a class of Temporal. TypeScript does not know them yet. */
interface TemporalClass {
  readonly prototype: object;
  from(stored: unknown): object;
}

interface Textual {
  toString(): string;
}

interface Zoned {
  readonly timeZoneId: string;
  readonly calendarId: string;
  toInstant(): Textual;
}

const NAMES = [
  'Instant',
  'ZonedDateTime',
  'PlainDate',
  'PlainTime',
  'PlainDateTime',
  'PlainYearMonth',
  'PlainMonthDay',
  'Duration',
] as const;
type Name = (typeof NAMES)[number];

/** Those of a Duration. As text they would come back balanced: 1500 ms as 1.5 s. */
const UNITS = [
  'years',
  'months',
  'weeks',
  'days',
  'hours',
  'minutes',
  'seconds',
  'milliseconds',
  'microseconds',
  'nanoseconds',
] as const;

/** Temporal, where this process has it: in Node itself, or by a polyfill that sets `globalThis.Temporal`. */
export const temporalType: ObjectType = {
  tag: '$temporal',
  fields: ['value'],
  holds:
    'the name of a class of Temporal, which needs globalThis.Temporal (Node 26, or a polyfill)',
  matches: (value) => nameOf(value) !== undefined,
  encode(value) {
    const name = nameOf(value) as Name;
    return { $temporal: name, value: storedForm(name, value) };
  },
  decode({ $temporal, value }) {
    const temporalClass = NAMES.includes($temporal as Name) && classOf($temporal as Name);
    expectShape(temporalClass !== false && temporalClass !== undefined);
    expectShape(typeof value === ($temporal === 'Duration' ? 'object' : 'string'));
    return temporalClass.from(value);
  },
};

function nameOf(value: object): Name | undefined {
  if (!('Temporal' in globalThis)) return undefined;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return NAMES.find((name) => classOf(name)?.prototype === prototype);
}

function classOf(name: Name): TemporalClass | undefined {
  const { Temporal } = globalThis as { Temporal?: Partial<Record<Name, TemporalClass>> };
  return Temporal?.[name];
}

function storedForm(name: Name, value: object): JsonValue {
  if (name === 'Duration') return unitsOf(value);
  return name === 'ZonedDateTime' ? zonedText(value as Zoned) : (value as Textual).toString();
}

function unitsOf(duration: object): Tagged {
  const units = UNITS.map((unit) => [unit, Number(Reflect.get(duration, unit))] as const);
  const some = units.filter(([, count]) => count !== 0);
  return some.length === 0 ? { seconds: 0 } : Object.fromEntries(some);
}

/** Its instant, which holds also when the rules of the zone change before it is read. */
function zonedText(zoned: Zoned): string {
  return `${zoned.toInstant().toString()}[${zoned.timeZoneId}][u-ca=${zoned.calendarId}]`;
}
