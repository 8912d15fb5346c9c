import 'reflect-metadata';

/** A field of a job that travels with it. */
export interface JobAttribute {
  readonly name: string;
  /** What a stored value becomes. Default what it was. */
  readonly parse: ((value: unknown) => unknown) | undefined;
}

const KEY = Symbol.for('drover:attributes');

/** By class, once it has been asked for. */
const known = new WeakMap<object, readonly JobAttribute[]>();

/** Declares an attribute on the prototype of its class. Again, it changes nothing. */
export function declareAttribute(prototype: object, attribute: JobAttribute): void {
  const own = ownAttributes(prototype);
  if (own.some(({ name }) => name === attribute.name)) return;
  Reflect.defineMetadata(KEY, [...own, attribute], prototype);
  // A standard decorator declares with the first instance: it may have been asked for before.
  known.delete(prototype.constructor);
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
  const own = ownAttributes(prototype);
  const names = new Set(own.map(({ name }) => name));
  return Object.freeze([...inherited.filter(({ name }) => !names.has(name)), ...own]);
}

function ownAttributes(prototype: object): readonly JobAttribute[] {
  return (Reflect.getOwnMetadata(KEY, prototype) as readonly JobAttribute[] | undefined) ?? [];
}
