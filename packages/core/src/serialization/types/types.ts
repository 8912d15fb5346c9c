import type { ObjectType, TagReader } from '../tag-type';
import { bytesType } from './bytes-type';
import { mapType, setType } from './collection-types';
import { dateType } from './date-type';
import { errorType } from './error-type';
import { objectReader } from './object-entries';
import { regexpType, urlType } from './pattern-types';
import { bigintReader, numberReader, textReader, undefinedReader } from './primitive-types';
import { temporalType } from './temporal-type';

/** The built-in classes that travel. */
export const OBJECT_TYPES = [
  dateType,
  mapType,
  setType,
  bytesType,
  urlType,
  regexpType,
  errorType,
  temporalType,
] as readonly ObjectType[];

/** Every tag but the one of registered serializers. */
export const TAG_READERS: readonly TagReader[] = [
  ...OBJECT_TYPES,
  objectReader,
  numberReader,
  bigintReader,
  undefinedReader,
  textReader,
];
