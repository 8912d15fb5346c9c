import { types } from 'node:util';
import type { ObjectType } from '../tag-type';
import { expectList, expectText } from './expect-shape';
import { isDirectInstance } from './is-direct-instance';

/** `lastIndex` does not travel: the pattern comes back ready to start. */
export const regexpType: ObjectType<RegExp> = {
  tag: '$regexp',
  holds: 'a source and flags',
  matches: (value) => types.isRegExp(value) && isDirectInstance(value, RegExp),
  encode: ({ source, flags }, part) => ({ $regexp: [part(source, 'source'), flags] }),
  decode({ $regexp }, part) {
    const [source, flags] = expectList($regexp);
    return new RegExp(expectText(part(source, 'source')), expectText(flags));
  },
};

export const urlType: ObjectType<URL> = {
  tag: '$url',
  holds: 'an absolute URL',
  matches: (value) => value instanceof URL && isDirectInstance(value, URL),
  encode: ({ href }) => ({ $url: href }),
  decode: ({ $url }) => new URL(expectText($url)),
};
