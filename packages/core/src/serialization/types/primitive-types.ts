import type { Tagged, TagReader } from '../tag-type';
import { expectShape, expectText } from './expect-shape';

const NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

export function encodeNumber(value: number): number | Tagged {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $number: value === 0 ? '-0' : String(value) };
}

export const numberReader: TagReader = {
  tag: '$number',
  holds: '"NaN", "Infinity", "-Infinity" or "-0"',
  decode({ $number }) {
    const value = NUMBERS.get($number);
    expectShape(value !== undefined);
    return value;
  },
};

export function encodeBigInt(value: bigint): Tagged {
  return { $bigint: String(value) };
}

export const bigintReader: TagReader = {
  tag: '$bigint',
  holds: 'a whole number in decimal digits',
  decode({ $bigint }) {
    expectShape(/^-?\d+$/.test(expectText($bigint)));
    return BigInt($bigint as string);
  },
};

export const UNDEFINED: Tagged = Object.freeze({ $undefined: true });

export const undefinedReader: TagReader = {
  tag: '$undefined',
  holds: 'true',
  decode: ({ $undefined }) => expectShape($undefined === true),
};

/** For text with NUL or lone surrogates: its JSON, where those are written as `\u0000` and `\ud800`. */
export function encodeText(text: string): Tagged {
  return { $text: JSON.stringify(text) };
}

export const textReader: TagReader = {
  tag: '$text',
  holds: 'a JSON string',
  decode: ({ $text }) => expectText(JSON.parse(expectText($text))),
};
