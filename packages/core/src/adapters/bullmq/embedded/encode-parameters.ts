/** What PGlite binds: text, NULL, or bytes sent in binary. */
export type BoundValue = string | null | Uint8Array;

/** Turns JavaScript values into PostgreSQL's text form, as `pg` does. */
export function encodeParameters(values: readonly unknown[]): BoundValue[] {
  return values.map(encodeParameter);
}

function encodeParameter(value: unknown): BoundValue {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return encodeArray(value);
  if (value instanceof Uint8Array) return value;
  return encodeScalar(value);
}

function encodeScalar(value: unknown): string {
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | bigint}`;
}

function encodeArray(values: readonly unknown[]): string {
  return `{${values.map(encodeElement).join(',')}}`;
}

function encodeElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return encodeArray(value);
  if (value instanceof Uint8Array) return quote(`\\x${Buffer.from(value).toString('hex')}`);
  return quote(encodeScalar(value));
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
