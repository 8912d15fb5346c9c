import path from 'node:path';

/** Where this package lies, built or as source. */
const OWN = path.resolve(__dirname, '..') + path.sep;

/** Whether a line of a stack is a frame of Drover, of Node or of a dependency. */
export function isForeignFrame(line: string): boolean {
  return (
    /^\s+at /.test(line) &&
    (line.includes(`${path.sep}node_modules${path.sep}`) ||
      line.includes('/node_modules/') ||
      /\(?node:|\(<anonymous>\)$/.test(line) ||
      line.includes(OWN))
  );
}
