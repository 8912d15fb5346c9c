import { resolveConfiguration } from '../src/config';
import type { DroverOptions } from '../src/drover-options';
import { generateKey } from '../src/serialization/encryption/encryption-key';
import { InvalidOptionsError } from '../src/options/invalid-options-error';

test('everything has a default', () => {
  expect(resolveConfiguration({}, {})).toMatchObject({
    store: undefined,
    production: false,
    namespace: 'drover',
    jobs: ['jobs'],
    queues: undefined,
    capsules: undefined,
    concurrency: undefined,
    timeout: undefined,
    environment: 'development',
    enqueueTimeout: 5000,
    lockDuration: 30_000,
    stalledInterval: 5000,
    logLevel: 'info',
    unknownJobs: 'fail',
    defaults: {
      queue: 'default',
      queuePrefix: undefined,
      queueDelimiter: '_',
      priority: 0,
      retryJitter: 0.15,
    },
  });
});

test('a configuration cannot be changed', () => {
  const configuration = resolveConfiguration({}, {});
  expect(Object.isFrozen(configuration)).toBe(true);
  expect(Object.isFrozen(configuration.defaults)).toBe(true);
});

test('job folders are a list, never a text that would be taken letter by letter', () => {
  const jobs = '/app/jobs' as unknown as string[];
  expect(() => resolveConfiguration({ jobs }, {})).toThrow(InvalidOptionsError);
});

test('the store is what is said, else DROVER_URL, else REDIS_URL', () => {
  const env = { DROVER_URL: 'redis://one', REDIS_URL: 'redis://two' };
  expect(resolveConfiguration({ store: 'embedded:' }, env)).toMatchObject({
    store: 'embedded:',
    storeFrom: 'configure()',
  });
  expect(resolveConfiguration({}, env)).toMatchObject({
    store: 'redis://one',
    storeFrom: 'DROVER_URL',
  });
  expect(resolveConfiguration({}, { REDIS_URL: 'redis://two' })).toMatchObject({
    store: 'redis://two',
    storeFrom: 'REDIS_URL',
  });
});

test('NODE_ENV says whether it is production, and tests are silent', () => {
  expect(resolveConfiguration({}, { NODE_ENV: 'production' }).production).toBe(true);
  expect(resolveConfiguration({}, { NODE_ENV: 'test' }).logLevel).toBe('silent');
});

test('queues are strict without weights, and weighted as soon as one has a weight', () => {
  expect(resolveConfiguration({ queues: ['a', 'b'] }, {}).queues).toEqual([
    { name: 'a' },
    { name: 'b' },
  ]);
  expect(resolveConfiguration({ queues: [['a', 6], 'b'] }, {}).queues).toEqual([
    { name: 'a', weight: 6 },
    { name: 'b', weight: 1 },
  ]);
});

test('the environment can ask for a log in JSON on a terminal, too', () => {
  expect(resolveConfiguration({}, {}).logJson).toBe(false);
  expect(resolveConfiguration({}, { LOG_FORMAT: 'json' }).logJson).toBe(true);
});

test.each<[string, DroverOptions, RegExp]>([
  ['a misspelt option', { concurency: 5 } as never, /only the options .*concurrency/],
  [
    'no concurrency',
    { concurrency: 0 },
    /configure\(\) concurrency: expected a whole number from 1, got 0/,
  ],
  ['a timeout that is no duration', { timeout: 'soon' as never }, /configure\(\) timeout/],
  ['a negative timeout', { enqueueTimeout: -1 }, /configure\(\) enqueueTimeout/],
  ['a queue name with a colon', { queues: ['a:b'] }, /no ':'/],
  ['an empty list of queues', { queues: [] }, /at least one queue/],
  ['a queue name with an asterisk inside', { queues: ['a*b'] }, /'\*' only at its end/],
  [
    'a capsule without queues',
    { capsules: { serial: {} as never } },
    /configure\(\) capsules serial queues: expected a list of queues/,
  ],
  [
    'a capsule called as the worker’s own',
    { capsules: { default: { queues: ['a'] } } },
    /expected another name/,
  ],
  ['a weight of zero', { queues: [['a', 0]] }, /weight of 'a'/],
  ['a delimiter that BullMQ forbids', { queueDelimiter: ':' }, /queueDelimiter/],
  ['a jitter that is no number', { retryJitter: NaN }, /retryJitter/],
  ['an unknown treatment of unknown jobs', { unknownJobs: 'ignore' as never }, /'fail' or 'wait'/],
])('%s is refused', (_what, options, message) => {
  expect(() => resolveConfiguration(options, {})).toThrow(InvalidOptionsError);
  expect(() => resolveConfiguration(options, {})).toThrow(message);
});

describe('keys to encrypt with', () => {
  const [first, second] = [generateKey(), generateKey()];

  test('are what is said, else those of DROVER_ENCRYPTION_KEYS', () => {
    const env = { DROVER_ENCRYPTION_KEYS: `${first}, ${second}` };
    const owner = { name: 'ChargeCardJob', id: '1' };
    const sealed = resolveConfiguration({}, env).keys.seal('secret', 'args[0]', owner);
    const said = { encryption: { keys: [first] } };
    expect(resolveConfiguration(said, {}).keys.open(sealed, 'args[0]', owner)).toBe('secret');
    expect(resolveConfiguration({}, { DROVER_ENCRYPTION_KEYS: '' }).keys.isEmpty).toBe(true);
    expect(resolveConfiguration({ encryption: { keys: [] } }, env).keys.isEmpty).toBe(true);
  });

  test.each([
    ['configure() encryption.keys[1]', { encryption: { keys: [first, 'hunter2'] } }, {}],
    ['DROVER_ENCRYPTION_KEYS[1]', {}, { DROVER_ENCRYPTION_KEYS: `${first},hunter2` }],
    ['configure() encryption.keys', { encryption: { keys: 'hunter2' } }, {}],
    ['configure() encryption.keys', { encryption: 'hunter2' }, {}],
    ['configure() encryption', { encryption: { keys: [first], key: 'hunter2' } }, {}],
  ])('%s is refused when it is none, and not shown', (where, options, env) => {
    const resolve = () => resolveConfiguration(options as unknown as DroverOptions, env);
    expect(resolve).toThrow(where);
    expect(resolve).not.toThrow(/hunter2/);
  });
});
