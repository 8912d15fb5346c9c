interface Builtin {
  readonly name: string;
  readonly prototype: object;
}

/** Whether the value is of that very class, of this realm or another (a Jest sandbox, a vm). */
export function isDirectInstance(value: object, builtin: Builtin): boolean {
  return isPrototypeOf(builtin, Object.getPrototypeOf(value) as object | null);
}

export function isPrototypeOf(builtin: Builtin, prototype: object | null): boolean {
  if (prototype === builtin.prototype) return true;
  return prototype !== null && isForeignPrototype(prototype, builtin.name);
}

function isForeignPrototype(prototype: object, name: string): boolean {
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof constructor !== 'function' || constructor.prototype !== prototype) return false;
  return Function.prototype.toString.call(constructor) === `function ${name}() { [native code] }`;
}
