import fc from 'fast-check';
import { Command, Redis } from 'ioredis';
import { startRedis } from '../../../../../../tests/support/redis';
import { joinPieces, wireWriter } from '../../../../src/adapters/bullmq/redis/join-pieces';

const binary = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const args = fc.array(fc.oneof(fc.string({ unit: 'binary' }), binary), { maxLength: 6 });

test('commands are written as ioredis writes them, however they begin', () => {
  const begins = fc.constantFrom<string[]>([], ['key'], ['key', 'ключ'], ['other', 'ключ']);
  const written = fc.tuple(fc.constantFrom('eval', 'evalsha'), begins, args);
  fc.assert(
    fc.property(fc.array(written), (many) => {
      const wireForm = wireWriter();
      for (const [kind, first, rest] of many) {
        const command = new Command(kind, [...first, ...rest, Buffer.alloc(0)]);
        command.promise.catch(() => {});
        const { name, args: own } = command as unknown as Parameters<typeof wireForm>[0];
        expect(wireForm({ name, args: own })).toEqual(command.toWritable({}));
      }
    }),
  );
});

test('scripts are loaded, found, and loaded again when the server has forgotten them', async () => {
  const server = await startRedis();
  const client = new Redis(server.url);
  joinPieces(client);
  const lua = 'return {KEYS[1], ARGV[1]}';
  client.defineCommand('mirror', { lua, numberOfKeys: 1 });
  const scripts = client as unknown as {
    mirrorBuffer(key: string, value: Buffer): Promise<Buffer[]>;
  };
  const mirror = async (value: Buffer) => (await scripts.mirrorBuffer('Schlüssel', value))[1];
  const values = [1, 2, 3].map((each) => Buffer.from([0, 255, 13, 10, each]));
  try {
    for (const value of values) expect(await mirror(value)).toEqual(value);
    await client.script('FLUSH');
    expect(await Promise.all(values.map(mirror))).toEqual(values);
    expect(await client.echo('plain')).toBe('plain');
  } finally {
    client.disconnect();
    await server.stop();
  }
});

test('an ioredis that writes otherwise is left to itself', () => {
  class Odd {
    name = 'set';
    args = ['key', Buffer.from('value')];
    toWritable(): Buffer {
      return Buffer.from('in another way');
    }
  }
  const written: unknown[] = [];
  const client = { isCluster: false, sendCommand: (odd: Odd) => written.push(odd.toWritable()) };
  joinPieces(client as never);
  for (let times = 0; times < 3; times += 1) client.sendCommand(new Odd());
  expect(written.map(String)).toEqual(['in another way', 'in another way', 'in another way']);
});
