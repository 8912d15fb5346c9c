import { types } from 'node:util';
import type { ObjectType } from '../tag-type';
import { expectShape, expectText } from './expect-shape';
import { isDirectInstance } from './is-direct-instance';

/** Invalid dates do not travel. */
export const dateType: ObjectType<Date> = {
  tag: '$date',
  holds: 'a time in ISO 8601',
  matches: (value) =>
    types.isDate(value) && isDirectInstance(value, Date) && !Number.isNaN(value.getTime()),
  encode: (date) => ({ $date: date.toISOString() }),
  decode({ $date }) {
    const date = new Date(expectText($date));
    expectShape(!Number.isNaN(date.getTime()));
    return date;
  },
};
