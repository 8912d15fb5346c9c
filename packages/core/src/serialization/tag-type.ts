import type { JsonValue } from '../support/json';
import type { PathSegment } from './path';

/** The stored form of a value JSON has no form for: its keys are a tag and the tag's fields. */
export type Tagged = { readonly [key: string]: JsonValue };

/** Encodes a part of a value; the segment leads from the value to the part. */
export type EncodePart = (value: unknown, segment: PathSegment) => JsonValue;

/** Decodes a part: a promise while a record inside is being looked up. */
export type DecodePart = (stored: JsonValue | undefined, segment: PathSegment) => unknown;

/** How a tag is read. */
export interface TagReader {
  readonly tag: `$${string}`;
  /** Keys that may stand beside the tag. */
  readonly fields?: readonly string[];
  /** What the tag holds, in words, for the message when it does not. */
  readonly holds: string;
  /** Throws whatever it likes at a form it cannot read; the decoder words it. */
  decode(stored: Tagged, part: DecodePart, path: () => string): unknown;
}

/** A built-in class of JavaScript that travels. */
export interface ObjectType<Value extends object = object> extends TagReader {
  /** Whether the value is one, in the form that travels: of no subclass, for most. */
  matches(value: object): boolean;
  /** Whether properties set on an instance are taken care of. Otherwise they are refused. */
  readonly keepsProperties?: boolean;
  encode(value: Value, part: EncodePart): Tagged;
}
