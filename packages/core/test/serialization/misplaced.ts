import fc from 'fast-check';
import { travelling } from './values';

class Money {
  constructor(readonly cents: number) {}

  toJSON(): number {
    return this.cents;
  }
}
class Tags extends Array<string> {}
class Moment extends Date {}

export function named(): void {}

/** What cannot travel, and how messages name it. */
export const UNSUPPORTED: [string, unknown, RegExp][] = [
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

type Wrap = (inner: unknown, beside: unknown) => { readonly path: string; readonly value: unknown };

const step = fc.constantFrom<Wrap>(
  (inner, beside) => ({ path: '[1]', value: [beside, inner] }),
  (inner, beside) => ({ path: '.$a', value: { z: beside, $a: inner } }),
  (inner, beside) => ({ path: '.a', value: { z: beside, a: inner } }),
  (inner) => ({ path: '.values()[0]', value: new Set([inner]) }),
  (inner) => ({ path: '.keys()[0]', value: new Map([[inner, 1]]) }),
  (inner) => ({ path: '.cause', value: new Error('x', { cause: inner }) }),
);

/** One of them somewhere in a value that would travel without it, and its place. */
export const misplaced = fc
  .tuple(
    fc.constantFrom(...UNSUPPORTED.map(([, value]) => value)),
    fc.array(fc.tuple(step, travelling), { maxLength: 6 }),
  )
  .map(([bad, steps]) =>
    steps.reduce(
      (inner, [wrap, beside]) => {
        const outer = wrap(inner.value, beside);
        return { value: outer.value, path: outer.path + inner.path };
      },
      { value: bad, path: '' },
    ),
  );
