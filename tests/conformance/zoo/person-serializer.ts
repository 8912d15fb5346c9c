import type { Serializer } from '@drover/core';
import { Person } from './person';

/** A person travels as its id. */
export const personSerializer: Serializer<Person, number> = {
  name: 'Person',
  matches: (value) => value instanceof Person,
  serialize: ({ id }) => id,
  deserialize: (id) => Person.find(id),
};
