import { DeserializationError, type Serializer } from '@drover/core';
import { ArgumentSerializer } from '../../../packages/core/src/serialization/argument-serializer';
import type { Case } from '../case';
import { Unregistered } from '../zoo/carried-values';
import { Person } from '../zoo/person';
import { personSerializer } from '../zoo/person-serializer';

const people = personSerializer as Serializer;

/** SE: how values of the application's own classes travel. */
export const serializers: readonly Case[] = [
  {
    id: 'SE-01',
    behaviour: 'A value without a serializer is refused',
    async run({ app }) {
      const serialize = () => app.serializer.serialize([new Unregistered()]);
      expect(serialize).toThrow(/an instance of Unregistered.*register a serializer/);
    },
  },
  {
    id: 'SE-02',
    behaviour: "A stored value is marked with its serializer's stable name",
    async run({ app }) {
      const stored = app.serializer.serialize([new Person(5)]);
      expect(stored).toEqual([{ $ref: 'Person', value: 5 }]);
    },
  },
  {
    id: 'SE-03',
    behaviour:
      'A mark that is not whole is refused, and shown (twist: an object without a mark is data)',
    async run({ app }) {
      expect(() => app.serializer.deserialize([{ $ref: 'Person' }])).toThrow(DeserializationError);
      expect(() => app.serializer.deserialize([{ $ref: ['Person'], value: 1 }])).toThrow(
        /^args\[0]: expected "\$ref" to hold the name of a serializer.*'Person'/,
      );
      expect(app.serializer.deserialize([{ ref: 'Person' }])).toEqual([{ ref: 'Person' }]);
    },
  },
  {
    id: 'SE-04',
    behaviour: 'An unknown serializer name is refused, and named',
    async run({ app }) {
      const read = () => app.serializer.deserialize([{ $ref: 'Nobody', value: 1 }]);
      expect(read).toThrow(/^args\[0]: expected a serializer registered .*Person.*got "Nobody"/);
    },
  },
  {
    id: 'SE-05',
    behaviour: 'A known serializer restores an equal value',
    async run({ app }) {
      const stored = app.serializer.serialize([new Person(5)]);
      await expect(app.serializer.deserialize(stored)).resolves.toEqual([new Person(5)]);
    },
  },
  {
    id: 'SE-07',
    behaviour: 'Adding a serializer registers it',
    async run() {
      expect(() => new ArgumentSerializer().serialize([new Person(5)])).toThrow(/Person/);
      expect(new ArgumentSerializer([people]).serialize([new Person(5)])).toHaveLength(1);
    },
  },
  {
    id: 'SE-08',
    behaviour: 'Adding a serializer twice keeps one; two of one name are refused',
    async run() {
      const twice = new ArgumentSerializer([people, people]);
      expect(twice.serialize([new Person(5)])).toEqual([{ $ref: 'Person', value: 5 }]);
      expect(() => new ArgumentSerializer([people, { ...people }])).toThrow(/one serializer per/);
    },
  },
];
