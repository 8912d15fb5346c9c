import type { JsonValue } from '../support/json';
import { isJsonbOrder } from './jsonb-order';
import { MAX_DEPTH } from './limits';
import { setOwn } from './own-property';
import { formatPath, type PathSegment } from './path';
import { REFERENCE, serializeWith } from './reference';
import { refuse, refuseDepth, refuseValue } from './refusal';
import type { Serializer } from './serializer';
import { isPlainKey, isStorable } from './storable-text';
import type { EncodePart, ObjectType, Tagged } from './tag-type';
import { isPrototypeOf } from './types/is-direct-instance';
import { encodeBigInt, encodeNumber, encodeText, UNDEFINED } from './types/primitive-types';
import { OBJECT_TYPES } from './types/types';

/** Named properties are looked for on arrays up to this length: the look costs more than the walk. */
const MAX_LENGTH_LOOKED_AT = 64;

export interface EncoderSettings {
  readonly serializers: readonly Serializer[];
  readonly keepKeyOrder: boolean;
}

/**
 * One walk over a value. What JSON can carry is returned as it is, not copied; a container is copied
 * from its first part that has another stored form.
 */
export class Encoder {
  readonly #settings: EncoderSettings;
  readonly #root: string;
  /** The way to the value in hand. Entries behind its depth are leftovers. */
  readonly #path: PathSegment[] = [];
  readonly #ancestors: object[] = [];

  constructor(settings: EncoderSettings, root: string) {
    this.#settings = settings;
    this.#root = root;
  }

  encode(value: unknown, depth = 0): JsonValue {
    switch (typeof value) {
      case 'string':
        return isStorable(value) ? value : encodeText(value);
      case 'number':
        return encodeNumber(value);
      case 'boolean':
        return value;
      case 'bigint':
        return encodeBigInt(value);
      case 'undefined':
        return UNDEFINED;
      case 'object':
        return value === null ? null : this.#object(value, depth);
      default:
        return this.#instance(value, depth);
    }
  }

  #object(value: object, depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.#tooDeep(depth);
    this.#ancestors[depth] = value;
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === Object.prototype) return this.#plain(value, depth);
    if (Array.isArray(value) && isPrototypeOf(Array, prototype)) return this.#array(value, depth);
    if (prototype === null) return { $object: this.#entries(value, depth), prototype: null };
    if (isPrototypeOf(Object, prototype)) return this.#plain(value, depth);
    return this.#instance(value, depth);
  }

  #array(items: readonly unknown[], depth: number): JsonValue {
    this.#refuseNames(items, depth);
    let copy: JsonValue[] | undefined;
    for (let index = 0; index < items.length; index += 1) {
      this.#path[depth] = index;
      const item = items[index];
      if (item === undefined && !(index in items)) throw this.#hole(depth + 1);
      const stored = this.encode(item, depth + 1);
      if (stored !== item) copy ??= items.slice(0, index) as JsonValue[];
      copy?.push(stored);
    }
    return copy ?? (items as JsonValue[]);
  }

  #plain(object: object, depth: number): JsonValue {
    const keys = Object.keys(object);
    if (!this.#storesAsIs(keys)) return { $object: this.#entries(object, depth) };
    this.#refuseSymbols(object, depth);
    let copy: Record<string, JsonValue> | undefined;
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] as string;
      this.#path[depth] = key;
      const value = this.#read(object, key, depth + 1);
      const stored = this.encode(value, depth + 1);
      if (stored !== value) copy ??= pick(object, keys.slice(0, index));
      if (copy) setOwn(copy, key, stored);
    }
    return copy ?? (object as Tagged);
  }

  #entries(object: object, depth: number): JsonValue {
    this.#refuseSymbols(object, depth);
    return Object.keys(object).map((key) => {
      this.#path[depth] = key;
      return [this.encode(key), this.encode(this.#read(object, key, depth + 1), depth + 1)];
    });
  }

  /** Whatever has a class, and functions: registered serializers first. */
  #instance(value: unknown, depth: number): JsonValue {
    const serializer = this.#settings.serializers.find((each) => each.matches(value));
    if (serializer) return this.#reference(serializer, value, depth);
    if (typeof value === 'object' && value !== null) {
      const type = OBJECT_TYPES.find((each) => each.matches(value));
      if (type) return this.#builtin(type, value, depth);
    }
    throw refuseValue(this.#pathAt(depth), value);
  }

  #reference(serializer: Serializer, value: unknown, depth: number): JsonValue {
    const stored = serializeWith(serializer, value, this.#pathAt(depth));
    this.#path[depth] = undefined;
    return { [REFERENCE]: this.encode(serializer.name), value: this.encode(stored, depth + 1) };
  }

  #builtin(type: ObjectType, value: object, depth: number): JsonValue {
    if (!type.keepsProperties) this.#refuseNames(value, depth);
    const part: EncodePart = (inner, segment) => {
      this.#path[depth] = segment;
      return this.encode(inner, depth + 1);
    };
    return type.encode(value, part);
  }

  #storesAsIs(keys: readonly string[]): boolean {
    return keys.every(isPlainKey) && (!this.#settings.keepKeyOrder || isJsonbOrder(keys));
  }

  #read(object: object, key: string, depth: number): unknown {
    const property = Object.getOwnPropertyDescriptor(object, key);
    if (property?.get === undefined && property?.set === undefined) return property?.value;
    const advice = 'A getter is code: pass its value, for example with { ...object }.';
    throw refuse(this.#pathAt(depth), 'an accessor property', advice);
  }

  #refuseSymbols(object: object, depth: number): void {
    const symbols = Object.getOwnPropertySymbols(object);
    if (symbols.length === 0) return;
    const symbol = symbols.find((each) => Object.prototype.propertyIsEnumerable.call(object, each));
    if (symbol === undefined) return;
    throw refuse(
      this.#pathAt(depth),
      `an object with the key ${String(symbol)}`,
      'Use a string as the key.',
    );
  }

  /** Of what is not a plain object, the content travels and properties set on it do not. */
  #refuseNames(value: object, depth: number): void {
    const content = Array.isArray(value) ? value.length : 0;
    if (content > MAX_LENGTH_LOOKED_AT) return;
    this.#refuseSymbols(value, depth);
    const name = Object.keys(value)[content];
    if (name === undefined) return;
    const what = Array.isArray(value) ? 'an array' : `a ${value.constructor.name}`;
    const advice = 'Pass the property as a value of its own.';
    throw refuse(this.#pathAt(depth), `${what} with a property "${name}"`, advice);
  }

  #hole(depth: number): Error {
    return refuse(this.#pathAt(depth), 'a hole in an array', 'Fill it with undefined or null.');
  }

  /** A cycle is found by its depth, and named by the first value that comes again. */
  #tooDeep(depth: number): Error {
    const ancestors = this.#ancestors.slice(0, depth);
    const again = ancestors.findIndex((value, index) => ancestors.indexOf(value) < index);
    if (again === -1) return refuseDepth(this.#pathAt(depth));
    const first = this.#pathAt(ancestors.indexOf(ancestors[again] as object));
    return refuse(this.#pathAt(again), `a cycle back to ${first}`, 'Pass an id in place of it.');
  }

  #pathAt(depth: number): string {
    return formatPath(this.#root, this.#path.slice(0, depth));
  }
}

function pick(object: object, keys: readonly string[]): Record<string, JsonValue> {
  const picked = {};
  for (const key of keys) setOwn(picked, key, Reflect.get(object, key));
  return picked;
}
