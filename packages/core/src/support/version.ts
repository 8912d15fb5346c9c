/** The version of this package. Its `package.json` is as far from the sources as from `dist/`. */
export const VERSION = (require('../../package.json') as { version: string }).version;
