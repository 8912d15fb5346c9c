import type { Serializer } from '@drover/core';
import { Temporal } from 'temporal-polyfill';
import { HelloJob } from './hello-job';
import { personSerializer } from './person-serializer';

// The newest Node has it; the others get it here.
Object.assign(globalThis, { Temporal });

/** Nobody registered it. */
export class Unregistered {
  secret = 1;
}

/** A number that is no double. */
export class Decimal {
  constructor(readonly digits: string) {}
}

export class Animal {
  constructor(readonly name: string) {}
}

export class Dog extends Animal {}

const decimals: Serializer<Decimal, string> = {
  name: 'Decimal',
  matches: (value) => value instanceof Decimal,
  serialize: ({ digits }) => digits,
  deserialize: (digits) => new Decimal(digits),
};

/** A class travels as its name, where somebody lists it. */
const CLASSES = { HelloJob };
const classes: Serializer<object, string> = {
  name: 'class',
  matches: (value) => value === HelloJob,
  serialize: (listed) => (listed as typeof HelloJob).name,
  deserialize: (name) => CLASSES[name as 'HelloJob'],
};

const animal = (name: string, animalClass: typeof Animal): Serializer<Animal, string> => ({
  name,
  matches: (value) => value instanceof animalClass,
  serialize: (value) => value.name,
  deserialize: (stored) => new animalClass(stored),
});

/** The first that matches has a value: the subclass stands before its parent. */
export const SERIALIZERS: readonly Serializer[] = [
  personSerializer,
  decimals,
  classes,
  animal('Dog', Dog),
  animal('Animal', Animal),
];
