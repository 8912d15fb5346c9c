import { execFileSync } from 'node:child_process';
import path from 'node:path';
import {
  argumentsSchemaOf,
  close,
  DiscardOn,
  InvalidArgumentsError,
  InvalidOptionsError,
  Job,
  performAllLater,
  type StandardSchema,
} from '@drover/core';
import { setupFake, type Fake } from '@drover/testing';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { z } from 'zod';

let performed: (readonly unknown[])[] = [];

abstract class SeenJob extends Job {
  perform(...args: readonly unknown[]): void {
    performed.push(args);
  }
}

/** One argument, by a schema of zod. */
@DiscardOn(InvalidArgumentsError)
class SignUpJob extends SeenJob {
  static override readonly args = z.object({
    email: z.email(),
    plan: z.string().default('free'),
    tags: z.array(z.string()).optional(),
  });
}

/** The list of arguments, by a schema of zod. */
class TransferJob extends SeenJob {
  static override readonly args = z.tuple([z.string(), z.number().positive()]);
}

/** One argument, by a schema of valibot. */
class ValibotJob extends SeenJob {
  static override readonly args = toStandardJsonSchema(v.object({ email: v.string() }));
}

/** Asks a database. */
class AsyncJob extends SeenJob {
  static override readonly args = z
    .string()
    .refine(async (id) => id !== 'gone', 'There is no such');
}

class InheritingJob extends SignUpJob {}

let fake: Fake;

beforeEach(() => {
  performed = [];
  const jobs = [SignUpJob, TransferJob, ValibotJob, AsyncJob, InheritingJob];
  fake = setupFake({ jobs, logLevel: 'silent' });
});
afterAll(() => close());

/** What a producer that is not Drover left in the store, or an older version of the program. */
async function put(name: string, ...args: readonly never[]): Promise<void> {
  const placed = { queue: 'default', priority: 0, enqueuedAt: fake.clock.now() };
  await fake.adapter.enqueue({ id: `${name}-by-hand`, name, ...placed, data: { drover: 1, args } });
}

describe('at the enqueue', () => {
  test('arguments that the schema takes are stored as they were given', async () => {
    await SignUpJob.performLater({ email: 'ada@example.com' });
    expect(fake.adapter.enqueued.map(({ data }) => data.args)).toEqual([
      [{ email: 'ada@example.com' }],
    ]);
  });

  test('others are refused, by the name of the field', async () => {
    const job = SignUpJob.build({ email: 'nobody', tags: ['a', 1] });
    const enqueue = job.enqueue();
    await expect(enqueue).rejects.toThrow(InvalidArgumentsError);
    await expect(enqueue).rejects.toMatchObject({
      code: 'DROVER_INVALID_ARGUMENTS',
      message: expect.stringMatching(/^SignUpJob: .* args\[0]\.email: Invalid email.*tags\[1]: /),
      issues: [{ path: 'args[0].email' }, { path: 'args[0].tags[1]' }],
    });
    expect(job).toMatchObject({ enqueued: false, enqueueError: expect.any(InvalidArgumentsError) });
    expect(fake.adapter.enqueued).toEqual([]);
  });

  test.each([
    ['a list, by its place', () => TransferJob.performLater('a', -1), 'args[1]'],
    ['a list, by its length', () => TransferJob.performLater('a', 1, 2), 'args'],
    ['a single value', () => AsyncJob.performLater('gone'), 'args[0]'],
    ['a schema of valibot', () => ValibotJob.performLater({ email: 5 }), 'args[0].email'],
    ['an inherited schema', () => InheritingJob.performLater({ email: 5 }), 'args[0].email'],
    ['no argument at all', () => SignUpJob.performLater(), 'args'],
  ])('%s', async (_what, enqueue, place) => {
    await expect(enqueue()).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: place })],
    });
  });

  test('performAllLater stores none when one is refused', async () => {
    const jobs = [TransferJob.build('a', 1), TransferJob.build('a', -1)];
    await expect(performAllLater(jobs)).rejects.toThrow(/TransferJob.*args\[1]/);
    expect(fake.adapter.enqueued).toEqual([]);
  });

  test('an asynchronous schema is waited for', async () => {
    expect((await AsyncJob.performLater('here')).enqueued).toBe(true);
  });
});

describe('before perform', () => {
  test('perform gets what the schema gives back, at every run once', async () => {
    await SignUpJob.performLater({ email: 'ada@example.com' });
    await fake.drain();
    await SignUpJob.performNow({ email: 'bob@example.com' });
    expect(performed).toEqual([
      [{ email: 'ada@example.com', plan: 'free' }],
      [{ email: 'bob@example.com', plan: 'free' }],
    ]);
  });

  test('what others put into the store is checked, under the rules of the class', async () => {
    await put('SignUpJob', { email: 'nobody' } as never);
    await put('TransferJob', 'a' as never, -1 as never);
    await fake.drain();
    expect(performed).toEqual([]);
    expect(fake.adapter.discarded).toMatchObject([
      { name: 'SignUpJob', because: 'rule', error: { code: 'DROVER_INVALID_ARGUMENTS' } },
    ]);
    expect(fake.adapter.failed).toMatchObject([
      { name: 'TransferJob', error: { issues: [{ path: 'args[1]' }] } },
    ]);
  });
});

describe('the JSON schema of a class', () => {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';

  test('is that of its list of arguments', () => {
    expect(argumentsSchemaOf(SignUpJob)).toMatchObject({
      ...{ $schema, type: 'array', minItems: 1, maxItems: 1 },
      prefixItems: [{ type: 'object', required: ['email'] }],
    });
    expect(argumentsSchemaOf(TransferJob)).toMatchObject({
      type: 'array',
      prefixItems: [{ type: 'string' }, { type: 'number' }],
    });
    expect(argumentsSchemaOf(ValibotJob)).toMatchObject({ prefixItems: [{ type: 'object' }] });
  });

  test('is undefined without a schema, or without a library that can', () => {
    class PlainJob extends SeenJob {}
    class BareJob extends SeenJob {
      static override readonly args = v.object({ email: v.string() });
    }
    expect(argumentsSchemaOf(PlainJob)).toBeUndefined();
    expect(argumentsSchemaOf(BareJob)).toBeUndefined();
  });
});

test('what is no schema is refused when the class is used', () => {
  class WrongJob extends SeenJob {
    static override readonly args = { type: 'object' } as unknown as StandardSchema;
  }
  expect(() => argumentsSchemaOf(WrongJob)).toThrow(InvalidOptionsError);
  expect(() => argumentsSchemaOf(WrongJob)).toThrow(
    /WrongJob\.args: expected a schema of Standard/,
  );
});

test('a schema of arktype, which is an ES module, does as well', () => {
  const file = path.join(__dirname, 'app/arktype-job.mjs');
  const output = execFileSync(process.execPath, [file], {
    env: { ...process.env, NODE_ENV: 'test' },
  });
  expect(output.toString().trim().split('\n')).toEqual([
    '["email"]',
    'ada@example.com',
    'args[0].email',
  ]);
});
