import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ArgumentSerializer } from '../../../src/serialization/argument-serializer';
import { checkKey, generateKey } from '../../../src/serialization/encryption/encryption-key';
import { KeyRing } from '../../../src/serialization/encryption/key-ring';
import {
  DecryptionError,
  DeserializationError,
  EncryptionKeyError,
  type JsonValue,
} from '../../../src/index';
import { outline, people, travelling } from '../values';

const OWNER = { name: 'ChargeCardJob', id: 'job-1' };
const [older, newer] = [generateKey(), generateKey()];
const ringOf = (...keys: string[]) => new KeyRing(keys.map((key) => checkKey('a key', key)));
const ring = ringOf(newer, older);

/** The arguments as a store has them, all encrypted. */
function sealedBy(keys: KeyRing, args: readonly JsonValue[]): JsonValue[] {
  return args.map((value, index) => keys.seal(value, `args[${index}]`, OWNER));
}

describe.each([[false], [true]])(
  'values in any store (keys in their order: %j)',
  (keepKeyOrder) => {
    const serializer = new ArgumentSerializer([people], { keys: ring, keepKeyOrder });

    test('come back as what they were, and nothing of them can be read', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(travelling, { maxLength: 3 }), async (args) => {
          const stored = sealedBy(ring, serializer.serialize(args));
          expect(JSON.stringify(stored)).toMatch(
            /^\[(?:\{"\$encrypted":"1\.[\w-]{8}\.[\w-]+"\},?)*\]$/,
          );
          const back = await serializer.deserialize(structuredClone(stored), OWNER);
          expect(isDeepStrictEqual(back, args)).toBe(true);
          expect(outline(back)).toEqual(outline(args));
        }),
        { numRuns: 300 },
      );
    }, 60_000);
  },
);

test('no text with a changed bit is decrypted', () => {
  const serializer = new ArgumentSerializer([], { keys: ring });
  const [sealed] = sealedBy(ring, ['4111 1111 1111 1111']);
  const text = (sealed as { $encrypted: string }).$encrypted;
  for (let at = 0; at < text.length * 8; at += 1) {
    const bytes = Buffer.from(text);
    bytes[at >> 3] = (bytes[at >> 3] ?? 0) ^ (1 << (at & 7));
    const changed = { $encrypted: bytes.toString('latin1') };
    expect(() => serializer.deserialize([changed], OWNER)).toThrow(DecryptionError);
  }
});

test.each([
  ['of another job', { ...OWNER, id: 'job-2' }, 0],
  ['of another class', { ...OWNER, name: 'EchoJob' }, 0],
  ['of another argument', OWNER, 1],
])('an argument %s is refused', (_, owner, index) => {
  const serializer = new ArgumentSerializer([], { keys: ring });
  const stored: JsonValue[] = [null, null];
  stored[index] = ring.seal('secret', 'args[0]', OWNER);
  expect(() => serializer.deserialize(stored, owner)).toThrow(
    /args\[\d]: expected a value that was encrypted for this argument of job job-\d of \w+, got another/,
  );
});

test.each([
  ['no text', 5],
  ['another format', '2.AAAAAAAA.AAAA'],
  ['too little', '1.AAAAAAAA.AAAA'],
  ['one text more', `1.AAAAAAAA.${'A'.repeat(80)}.A`],
])('what is no encrypted value is refused: %s', (_, text) => {
  const serializer = new ArgumentSerializer([], { keys: ring });
  expect(() => serializer.deserialize([{ $encrypted: text }], OWNER)).toThrow(
    /args\[0]: expected "\$encrypted" to hold an encrypted value of format 1/,
  );
});

test('the same value is another text each time', () => {
  expect(sealedBy(ring, ['secret'])).not.toEqual(sealedBy(ring, ['secret']));
});

test('what is encrypted is not encrypted again', () => {
  const once = ring.seal('secret', 'args[0]', OWNER);
  expect(ring.seal(once, 'args[0]', OWNER)).toBe(once);
});

test('an object of a user with our key is an object, encrypted or not', () => {
  const serializer = new ArgumentSerializer([], { keys: ring });
  const args = [{ $encrypted: '1.AAAAAAAA.AAAA' }];
  const stored = serializer.serialize(args);
  expect(serializer.deserialize(stored, OWNER)).toEqual(args);
  expect(serializer.deserialize(sealedBy(ring, stored), OWNER)).toEqual(args);
});

describe('keys', () => {
  test('the first encrypts, and every one decrypts', () => {
    const byOlder = ringOf(older).seal('secret', 'cursor', OWNER);
    expect(ring.open(byOlder, 'cursor', OWNER)).toBe('secret');
    const byRing = ring.seal('secret', 'cursor', OWNER);
    expect(ringOf(newer).open(byRing, 'cursor', OWNER)).toBe('secret');
    expect(() => ringOf(older).open(byRing, 'cursor', OWNER)).toThrow(
      /encrypted with a key of this process \([\w-]{8}\), got one of the key [\w-]{8}/,
    );
    expect(() => new KeyRing().open(byRing, 'cursor', OWNER)).toThrow(/this process \(none\)/);
  });

  test('without one nothing is encrypted, and the error names the class', () => {
    const seal = () => new KeyRing().seal('secret', 'args[0]', OWNER);
    expect(seal).toThrow(EncryptionKeyError);
    expect(seal).toThrow(/^ChargeCardJob: expected a key to encrypt with, got none/);
    expect(() => new KeyRing().digest('acme', 'SyncJob')).toThrow(/^SyncJob: expected a key/);
  });

  test('an error of decryption is one of decoding', () => {
    expect(new DecryptionError('')).toBeInstanceOf(DeserializationError);
  });

  test('texts are compared by a digest that depends on the first key', () => {
    const text = 'an account';
    expect(ring.digest(text, 'SyncJob')).toMatch(/^[\w-]{22}$/);
    expect(ring.digest(text, 'SyncJob')).toBe(ringOf(newer).digest(text, 'SyncJob'));
    expect(ring.digest(text, 'SyncJob')).not.toBe(ringOf(older).digest(text, 'SyncJob'));
    expect(ring.digest(text, 'SyncJob')).not.toBe(ring.digest('another', 'SyncJob'));
  });

  test.each([
    ['base64url', generateKey()],
    ['base64', Buffer.alloc(32, 251).toString('base64')],
    ['base64 without its end', Buffer.alloc(32, 251).toString('base64').slice(0, 43)],
    ['hex', Buffer.alloc(32, 251).toString('hex')],
    ['what a file has', `${Buffer.alloc(32, 251).toString('hex')}\n`],
  ])('%s is a key', (_, text) => {
    expect(checkKey('a key', text)).toHaveLength(32);
  });

  test.each([
    ['hunter2', 'a text of 7 characters'],
    [`${generateKey()}A`, 'a text of 44 characters'],
    [generateKey().replace(/^./, '!'), 'a text of 43 characters'],
    ['', 'a text of 0 characters'],
    [undefined, 'undefined'],
    [Buffer.alloc(32), 'a value of type object'],
  ])('%j is none, and the error does not show it', (given, told) => {
    const check = () => checkKey('configure() encryption.keys[0]', given);
    expect(check).toThrow(
      `configure() encryption.keys[0]: expected 32 bytes as base64 (43 characters) or hex (64), ` +
        `as \`drover generate key\` makes them, got ${told}.`,
    );
  });
});
