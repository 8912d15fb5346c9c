import { types } from 'node:util';
import type { ObjectType } from '../tag-type';
import { expectShape, expectText } from './expect-shape';
import { isDirectInstance } from './is-direct-instance';

type Bytes = ArrayBuffer | NodeJS.TypedArray;

const FROM_BYTES: ReadonlyMap<unknown, (bytes: ArrayBuffer) => Bytes> = new Map<
  unknown,
  (bytes: ArrayBuffer) => Bytes
>([
  ['Buffer', (bytes) => Buffer.from(bytes)],
  ['ArrayBuffer', (bytes) => bytes],
  ...[
    Uint8Array,
    Uint8ClampedArray,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
    BigUint64Array,
    BigInt64Array,
  ].map((view) => [view.name, (bytes: ArrayBuffer) => new view(bytes)] as const),
]);

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Buffers, typed arrays and array buffers. A view travels without the rest of its buffer. */
export const bytesType: ObjectType<Bytes> = {
  tag: '$bytes',
  fields: ['as'],
  holds: 'bytes in base64, as the name of a class of typed arrays',
  keepsProperties: true,
  matches: (value) => classOf(value) !== undefined,
  encode: (value) => ({ $bytes: toBuffer(value).toString('base64'), as: classOf(value) as string }),
  decode({ $bytes, as }) {
    const toView = FROM_BYTES.get(as);
    expectShape(toView !== undefined && BASE64.test(expectText($bytes)));
    return toView(Uint8Array.from(Buffer.from($bytes as string, 'base64')).buffer);
  },
};

function classOf(value: object): string | undefined {
  if (types.isArrayBuffer(value)) return nameIfDirect(value, ArrayBuffer);
  if (!types.isTypedArray(value)) return undefined;
  if (Object.getPrototypeOf(value) === Buffer.prototype) return 'Buffer';
  const name = value[Symbol.toStringTag];
  return FROM_BYTES.has(name)
    ? nameIfDirect(value, Reflect.get(globalThis, name) as Uint8ArrayConstructor)
    : undefined;
}

function nameIfDirect(
  value: object,
  builtin: { readonly name: string; readonly prototype: object },
): string | undefined {
  return isDirectInstance(value, builtin) ? builtin.name : undefined;
}

function toBuffer(value: Bytes): Buffer {
  return ArrayBuffer.isView(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : Buffer.from(value);
}
