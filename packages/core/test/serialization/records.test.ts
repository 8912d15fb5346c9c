import { InvalidOptionsError } from '../../src/options/invalid-options-error';
import { ArgumentSerializer } from '../../src/serialization/argument-serializer';
import { DeserializationError } from '../../src/serialization/deserialization-error';
import { RecordNotFoundError } from '../../src/serialization/record-not-found-error';
import { SerializationError } from '../../src/serialization/serialization-error';
import type { Serializer } from '../../src/serialization/serializer';
import type { JsonValue } from '../../src/support/json';
import { people, Person } from './values';

class Money {
  constructor(readonly cents: bigint) {}
}

const money: Serializer<Money> = {
  name: 'Money',
  matches: (value) => value instanceof Money,
  serialize: ({ cents }) => String(cents),
  deserialize: (stored) => new Money(BigInt(stored as string)),
};

function serializerWith(deserialize: (stored: unknown) => unknown): ArgumentSerializer {
  return new ArgumentSerializer([{ ...people, deserialize }]);
}

const STORED: JsonValue[] = ['a', { who: [{ $ref: 'Person', value: 7 }] }];

describe('records', () => {
  const serializer = new ArgumentSerializer([people, money]);

  it('travel as references, at any depth', async () => {
    const args = [
      new Person(1),
      { message: { of: new Person(2) }, list: [new Person(3), 3n] },
      new Map([[new Person(4), new Set([new Person(5)])]]),
      new Error('x', { cause: new Person(6) }),
      { $by: new Person(7) },
    ];
    const stored = serializer.serialize(args);
    expect(stored[0]).toEqual({ $ref: 'Person', value: 1 });
    const back = await serializer.deserialize(JSON.parse(JSON.stringify(stored)) as JsonValue[]);
    expect(back).toEqual(args);
    expect((back[3] as Error).cause).toEqual(new Person(6));
    expect(Object.keys(back[1] as object)).toEqual(['message', 'list']);
  });

  it('come back at once when their serializer is synchronous', () => {
    const args = [new Money(5n), { list: [new Money(6n)] }];
    expect(serializer.deserialize(serializer.serialize(args))).toEqual(args);
  });

  it('may be looked up all at once', async () => {
    let waiting = 0;
    let mostWaiting = 0;
    const slow = serializerWith(async (id) => {
      mostWaiting = Math.max(mostWaiting, (waiting += 1));
      await Promise.resolve();
      waiting -= 1;
      return new Person(id as number);
    });
    await slow.deserialize(slow.serialize([new Person(1), [new Person(2)], new Person(3)]));
    expect(mostWaiting).toBe(3);
  });

  it.each([null, undefined])('that are gone raise RecordNotFoundError: %s', async (nothing) => {
    const gone = serializerWith(async () => nothing);
    const error = await Promise.resolve(gone.deserialize(STORED)).then(
      String,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RecordNotFoundError);
    expect(error).toBeInstanceOf(DeserializationError);
    expect(error).toMatchObject({
      code: 'DROVER_RECORD_NOT_FOUND',
      message: expect.stringMatching(/^args\[1]\.who\[0]: .*"Person" to find 7, got nothing/),
    });
  });

  it('that are gone raise the error of the serializer itself, when it says so', async () => {
    const own = new RecordNotFoundError('no such person');
    await expect(serializerWith(async () => Promise.reject(own)).deserialize(STORED)).rejects.toBe(
      own,
    );
  });

  it.each([
    ['rejects', async () => Promise.reject(new Error('The database is away'))],
    [
      'throws',
      () => {
        throw new Error('The database is away');
      },
    ],
  ])(
    'that cannot be looked up raise DeserializationError: the serializer %s',
    async (_how, deserialize) => {
      const away = serializerWith(deserialize);
      const error = await Promise.resolve()
        .then(() => away.deserialize(STORED))
        .then(String, (reason: unknown) => reason);
      expect(error).toBeInstanceOf(DeserializationError);
      expect(error).not.toBeInstanceOf(RecordNotFoundError);
      expect(error).toMatchObject({
        code: 'DROVER_DESERIALIZATION',
        message: expect.stringMatching(/^args\[1]\.who\[0]: .*The database is away/),
        cause: new Error('The database is away'),
      });
    },
  );

  it('raise the first of several errors, and leave no rejection behind', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const gone = serializerWith(async (id) => {
      for (let tick = 10 - (id as number); tick > 0; tick -= 1) await Promise.resolve();
      return null;
    });
    const stored = gone.serialize([new Person(1), [new Person(8), new Person(9)]]);
    await expect(gone.deserialize(stored)).rejects.toThrow(/^args\[0]: /);
    expect(() => gone.deserialize([...stored, { $date: 'never' }])).toThrow(
      /^args\[2]: expected "\$date"/,
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it.each([undefined, null, { id: undefined }])(
    'that were never saved are refused: %p',
    (reference) => {
      const unsaved = new ArgumentSerializer([{ ...people, serialize: () => reference as never }]);
      const serialize = () => unsaved.serialize([[new Person(1)]]);
      expect(serialize).toThrow(SerializationError);
      expect(serialize).toThrow(/^args\[0]\[0]: .*"Person".* an instance of Person.* never saved/);
    },
  );

  it('whose serializer throws are refused with its reason', () => {
    const cause = new Error('no id yet');
    const broken = new ArgumentSerializer([
      {
        ...people,
        serialize: () => {
          throw cause;
        },
      },
    ]);
    expect(() => broken.serialize([new Person(1)])).toThrow(
      expect.objectContaining({ cause, message: expect.stringMatching(/^args\[0]: .*no id yet/) }),
    );
  });

  it('of an unknown serializer raise an error that names it', () => {
    expect(() => serializer.deserialize([{ $ref: 'Ghost', value: 1 }])).toThrow(
      /^args\[0]: expected a serializer registered in this process \(Person, Money\), got "Ghost"/,
    );
  });
});

describe('serializers', () => {
  class Slug extends String {}
  class Admin extends Person {}
  const byClass = (name: string, type: new (...args: never[]) => object): Serializer => ({
    name,
    matches: (value) => value instanceof type,
    serialize: (value) => JSON.stringify(value),
    deserialize: () => name,
  });

  it('are asked in order, before the built-in types', () => {
    const serializer = new ArgumentSerializer([
      byClass('Admin', Admin),
      people,
      byClass('Time', Date),
      byClass('Slug', Slug),
    ]);
    expect(serializer.serialize([new Admin(1), new Person(2), new Date(0), new Slug('a')])).toEqual(
      [
        { $ref: 'Admin', value: '{"id":1}' },
        { $ref: 'Person', value: 2 },
        { $ref: 'Time', value: '"1970-01-01T00:00:00.000Z"' },
        { $ref: 'Slug', value: '"a"' },
      ],
    );
  });

  it('may carry a class by its name', () => {
    const classes: Serializer = {
      name: 'Class',
      matches: (value) => value === Person,
      serialize: () => 'Person',
      deserialize: () => Person,
    };
    const serializer = new ArgumentSerializer([classes]);
    expect(serializer.deserialize(serializer.serialize([Person]))).toEqual([Person]);
  });

  it('are not asked for plain JSON', () => {
    const asked: unknown[] = [];
    const curious: Serializer = { ...people, matches: (value) => asked.push(value) < 0 };
    new ArgumentSerializer([curious]).serialize([
      1,
      'a',
      null,
      true,
      [],
      {},
      undefined,
      1n,
      Object.create(null),
    ]);
    expect(asked).toEqual([]);
  });

  it('count once when registered twice, and must not share a name', () => {
    expect(() => new ArgumentSerializer([people, people])).not.toThrow();
    expect(() => new ArgumentSerializer([people, { ...people }])).toThrow(InvalidOptionsError);
    expect(() => new ArgumentSerializer([people, { ...people }])).toThrow(
      /one serializer per name, got "Person"/,
    );
  });

  it.each([undefined, {}, { ...people, name: '' }, { ...people, matches: undefined }])(
    'must be whole: %p',
    (part) => {
      expect(() => new ArgumentSerializer([part as unknown as Serializer])).toThrow(
        InvalidOptionsError,
      );
    },
  );
});
