import 'reflect-metadata';

/** A field of a job that travels with it. */
export interface JobAttribute {
  readonly name: string;
  /** What a stored value becomes. Default what it was. */
  readonly parse: ((value: unknown) => unknown) | undefined;
}

const KEY = Symbol.for('drover:attributes');

/**
 * Compilers leave a class what its standard decorators said in metadata, where there is a symbol for it.
 * The name is the one that those agree on which do not look for it.
 */
const METADATA = ((Symbol as { metadata?: symbol }).metadata ??= Symbol.for('Symbol.metadata'));

/** By class, once it has been asked for. */
const known = new WeakMap<object, readonly JobAttribute[]>();

/** Declares an attribute on the prototype of its class, or in its metadata. Again, it changes nothing. */
export function declareAttribute(place: object, attribute: JobAttribute): void {
  const own = ownAttributes(place);
  if (own.some(({ name }) => name === attribute.name)) return;
  Reflect.defineMetadata(KEY, [...own, attribute], place);
  // Without metadata the first instance declares it: it may have been asked for before.
  known.delete(place.constructor);
}

/** The attributes of a job, its parents' first. */
export function attributesOf(job: object): readonly JobAttribute[] {
  const attributes = known.get(job.constructor) ?? collect(job.constructor.prototype as object);
  known.set(job.constructor, attributes);
  return attributes;
}

function collect(prototype: object): readonly JobAttribute[] {
  const parent: unknown = Object.getPrototypeOf(prototype);
  const inherited = typeof parent === 'object' && parent !== null ? collect(parent) : [];
  const own = [...ownAttributes(prototype), ...ownAttributes(metadataOf(prototype))];
  const names = new Set(own.map(({ name }) => name));
  return Object.freeze([...inherited.filter(({ name }) => !names.has(name)), ...own]);
}

/** Not that of its parent. */
function metadataOf({ constructor }: object): object {
  const metadata = Object.getOwnPropertyDescriptor(constructor, METADATA)?.value as unknown;
  return Object(metadata) as object;
}

function ownAttributes(place: object): readonly JobAttribute[] {
  return (Reflect.getOwnMetadata(KEY, place) as readonly JobAttribute[] | undefined) ?? [];
}
