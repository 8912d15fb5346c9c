import { isDeepStrictEqual } from 'node:util';
import { DeserializationError, RecordNotFoundError, SerializationError } from '@drover/core';
import { Temporal } from 'temporal-polyfill';
import type { Case, RunnableCase } from '../case';
import type { World } from '../world';
import { Animal, Decimal, Dog, Unregistered } from '../zoo/carried-values';
import { HelloJob, SumJob } from '../zoo/hello-job';
import { JobBuffer } from '../zoo/job-buffer';
import { KeepJob } from '../zoo/keep-job';
import { Person } from '../zoo/person';

/** AS: what a run finds of what was enqueued. */
export const argumentSerialization: readonly Case[] = [
  travels('AS-01', 'null keeps its type; so does undefined', null, undefined),
  travels('AS-02', 'An integer', 1, Number.MAX_SAFE_INTEGER),
  travels('AS-03', 'A float, and NaN, the infinities and -0', 1.5, NaN, Infinity, -Infinity, -0),
  travels('AS-04', 'An integer beyond 2^53, as bigint', 10n ** 21n),
  travels('AS-05', 'A string', 'a', '', 'é漢😀', '\0', '\ud800'),
  travels('AS-06', 'true', true),
  travels('AS-07', 'false', false),
  travels('AS-08', "A decimal number, through a serializer of one's own", new Decimal('5.10')),
  temporal('AS-10', 'A duration, as Temporal.Duration', () => [
    Temporal.Duration.from({ days: 1, milliseconds: 1500 }),
    new Temporal.Duration(),
  ]),
  temporal('AS-11', 'A calendar date, as Temporal.PlainDate', () => [
    Temporal.PlainDate.from('2026-03-17'),
    Temporal.PlainDate.from('2026-03-17[u-ca=hebrew]'),
  ]),
  travels(
    'AS-12',
    'A time with an offset and a fraction, as Date (twist: to the millisecond; Temporal.Instant has nanoseconds)',
    new Date('2026-03-17T08:00:00.123+02:00'),
  ),
  temporal('AS-13', 'A date-time with an offset, as Temporal.Instant', () => [
    Temporal.Instant.from('2026-03-17T08:00:00.123456789+02:00'),
  ]),
  temporal('AS-14', 'A time with a zone, as Temporal.ZonedDateTime', () => [
    Temporal.ZonedDateTime.from('2026-03-17T08:00:00.123456789+01:00[Europe/Berlin]'),
  ]),
  travels('AS-16', 'A plain object', { a: 1, b: { c: [null] } }, { $date: { of: 'birth' } }),
  travels('AS-19', 'A class by its name, through a serializer that lists it', HelloJob),
  {
    id: 'AS-33',
    behaviour: 'An instance of a class nobody registered is refused, both ways',
    async run({ app }) {
      await refused([new Unregistered()], 'args[0]', 'an instance of Unregistered');
      const read = () => app.serializer.deserialize([{ $ref: 'Unregistered', value: 1 }]);
      expect(read).toThrow(DeserializationError);
    },
  },
  {
    id: 'AS-35',
    behaviour: 'A function, a class or a symbol is refused',
    async run() {
      for (const value of [() => {}, class {}, Unregistered, Symbol('a')])
        await refused([value], 'args[0]', /function|class|symbol/);
    },
  },
  travels('AS-36', 'A record becomes a reference and comes back equal', new Person(5)),
  travels(
    'AS-38',
    'References are found deep inside lists and objects',
    { list: [new Person(5), { by: new Map([['author', new Person(6)]]) }] },
    [[[new Person(7)]]],
  ),
  travels(
    'AS-39',
    'Keys of different types stay apart, in a Map',
    new Map<unknown, number>([
      ['1', 1],
      [1, 2],
      [1n, 3],
    ]),
  ),
  travels(
    'AS-42',
    'The serializer of a subclass wins over that of its parent (twist: the one registered first)',
    new Dog('Rex'),
    new Animal('Tom'),
  ),
  {
    id: 'AS-43',
    behaviour:
      'A boxed string without a serializer (twist: it is refused, as it would come back as another type)',
    async run() {
      await refused([Object('text')], 'args[0]', 'an instance of String');
    },
  },
  temporal('AS-47', 'A zoned time of another zone comes back equal, in its zone', () => [
    Temporal.ZonedDateTime.from('2026-07-01T08:00:00-08:00[America/Anchorage]'),
  ]),
  {
    id: 'AS-48',
    behaviour: 'A duration that came back still calculates',
    async run(world) {
      const [hours] = (await sent(world, Temporal.Duration.from({ hours: 20 }))) as [
        Temporal.Duration,
      ];
      expect(String(hours.add({ hours: 4 }).round({ largestUnit: 'days' }))).toBe('P1D');
    },
  },
  {
    id: 'AS-49',
    behaviour: 'Keys that are symbols are refused, nested too; a Map carries any key that travels',
    async run() {
      const key = { [Symbol('k')]: 1 };
      await refused([key], 'args[0]', 'the key Symbol(k)');
      await refused([{ list: [key] }], 'args[0].list[0]', 'the key Symbol(k)');
      await refused([new Map([[Symbol('k'), 1]])], 'args[0].keys()[0]', 'the symbol Symbol(k)');
    },
  },
  {
    id: 'AS-51',
    behaviour: 'Unknown objects are refused at the top and nested, with their place',
    async run() {
      await refused([1, new Unregistered()], 'args[1]', 'an instance of Unregistered');
      const nested = { list: [1, { of: new Unregistered() }] };
      await refused([nested], 'args[0].list[1].of', 'an instance of Unregistered');
    },
  },
  {
    id: 'AS-52',
    behaviour: "A trailing object of options, Ruby's keyword arguments",
    async run(world) {
      await SumJob.performLater({ left: 2, right: 3 });
      await world.settle();
      expect(JobBuffer.lines).toEqual(['sum 5']);
    },
  },
  {
    id: 'AS-53',
    behaviour: 'A record without an id is refused by a message that names its class',
    async run() {
      const unsaved = new Person(undefined as unknown as number);
      await refused([unsaved], 'args[0]', /an instance of Person.*was never saved has no id/);
    },
  },
  {
    id: 'AS-55',
    behaviour:
      'A lookup that fails is told apart from a record that is gone, and carries the failure as cause',
    async run(world) {
      await KeepJob.performLater(new Person(404));
      await KeepJob.performLater(new Person(500));
      await world.settle();
      const errors = world.trace.outcomes.map(
        ({ outcome }) => outcome.kind === 'failed' && outcome.error,
      );
      const [gone, failed] = errors.toSorted((a) =>
        a instanceof RecordNotFoundError ? -1 : 1,
      ) as Error[];
      expect(gone).toBeInstanceOf(RecordNotFoundError);
      expect(failed?.constructor).toBe(DeserializationError);
      expect(failed?.cause).toMatchObject({ message: 'The database does not answer' });
    },
  },
];

/** What a run finds of these arguments. */
async function sent(world: World, ...values: readonly unknown[]): Promise<readonly unknown[]> {
  KeepJob.kept = [];
  await KeepJob.performLater(...values);
  await world.settle();
  return KeepJob.kept;
}

function travels(id: string, behaviour: string, ...values: readonly unknown[]): RunnableCase {
  return {
    id,
    behaviour,
    async run(world) {
      const kept = await sent(world, ...values);
      expect(kept).toHaveLength(values.length);
      expect(kept).toEqual(values);
      expect(isDeepStrictEqual(kept, values)).toBe(true);
    },
  };
}

/** Values that keep what they are in slots of their own: they are compared by class and text. */
function temporal(id: string, behaviour: string, make: () => readonly object[]): RunnableCase {
  const shown = (values: readonly unknown[]) =>
    values.map((value) => [Object.getPrototypeOf(value), String(value), unitsOf(value)]);
  return {
    id,
    behaviour,
    async run(world) {
      const values = make();
      expect(shown(await sent(world, ...values))).toEqual(shown(values));
    },
  };
}

function unitsOf(value: unknown): readonly unknown[] {
  const { days, seconds, milliseconds } = value as Partial<Temporal.Duration>;
  return [days, seconds, milliseconds];
}

async function refused(args: readonly unknown[], path: string, what: string | RegExp) {
  const enqueue = KeepJob.performLater(...args);
  await expect(enqueue).rejects.toThrow(SerializationError);
  await expect(enqueue).rejects.toThrow(what);
  await expect(enqueue).rejects.toMatchObject({
    message: expect.stringMatching(new RegExp(`^${path.replaceAll(/[[\].()]/g, '\\$&')}: `)),
  });
}
