/** Ends the reading of a tag whose form is wrong. The decoder says which tag, and where. */
export function expectShape(isRight: boolean): asserts isRight {
  if (!isRight) throw new TypeError('The tag holds something else');
}

export function expectText(value: unknown): string {
  expectShape(typeof value === 'string');
  return value;
}

export function expectList(value: unknown): readonly never[] {
  expectShape(Array.isArray(value));
  return value as never[];
}
