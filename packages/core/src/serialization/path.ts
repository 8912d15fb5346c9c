/** A step into a value: a key, an index, an entry of a Map or a Set, or none that a reader writes. */
export type PathSegment =
  | string
  | number
  | { readonly of: 'keys' | 'values'; readonly at: number }
  | undefined;

const MAX_SEGMENTS = 20;
const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** A place as a reader would write it: `args[2].list[0]`. */
export function formatPath(root: string, segments: readonly PathSegment[]): string {
  const shown = segments.slice(0, MAX_SEGMENTS).map(formatSegment).join('');
  return root + shown + (segments.length > MAX_SEGMENTS ? '…' : '');
}

function formatSegment(segment: PathSegment): string {
  if (segment === undefined) return '';
  if (typeof segment === 'number') return `[${segment}]`;
  if (typeof segment === 'object') return `.${segment.of}()[${segment.at}]`;
  return IDENTIFIER.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}
