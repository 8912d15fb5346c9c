import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  parseConfigFile,
  type ConfigContext,
} from '../../../src/worker/config-file/parse-config-file';

const FIXTURES = path.join(__dirname, '../../fixtures/config-files');
const CHATWOOT = path.resolve(__dirname, '../../../../../examples/chatwoot-config/config');

function parse(text: string, context: Partial<ConfigContext> = {}) {
  return parseConfigFile('queues.yml', text, {
    environment: 'development',
    variables: {},
    ...context,
  });
}

const fixture = (name: string) => readFileSync(path.join(FIXTURES, name), 'utf8');

describe('a real application’s config/sidekiq.yml', () => {
  const text = readFileSync(path.join(CHATWOOT, 'sidekiq.yml'), 'utf8');

  test('is read unchanged', () => {
    expect(parse(text)).toEqual({
      file: 'queues.yml',
      mode: 'strict',
      queues: [
        'critical',
        'high',
        'medium',
        'default',
        'mailers',
        'action_mailbox_routing',
        'low',
        'scheduled_jobs',
        'deferred',
        'purgable',
        'housekeeping',
        'async_database_migration',
        'bulk_reindex_low',
        'active_storage_analysis',
        'active_storage_purge',
        'action_mailbox_incineration',
      ].map((name) => ({ name })),
      concurrency: 10,
      timeout: 25_000,
      maxRetries: 3,
      verbose: false,
      capsules: [],
      notes: [
        "queues.yml:9: 'max_retries' has no effect: the rules of a job class decide how often it is tried, in one budget.",
      ],
    });
  });

  test('takes what the environment variables and the environment say', () => {
    const variables = { SIDEKIQ_CONCURRENCY: '4' };
    expect(parse(text, { environment: 'production', variables }).concurrency).toBe(4);
  });
});

test('weights make the mode weighted', () => {
  expect(parse(fixture('weighted.sidekiq.yml'))).toMatchObject({
    mode: 'weighted',
    queues: [
      { name: 'critical', weight: 6 },
      { name: 'default', weight: 5 },
      { name: 'mailers', weight: 4 },
      { name: 'webhooks', weight: 3 },
      { name: 'low', weight: 2 },
      { name: 'scheduled', weight: 1 },
    ],
    concurrency: 10,
    notes: [],
  });
});

test.each<[string, string, readonly (readonly [string, number?])[]]>([
  ['names', '- a\n- :b', [['a'], ['b']]],
  [
    'pairs',
    '- [a, 2]\n- [:b, 3]',
    [
      ['a', 2],
      ['b', 3],
    ],
  ],
  [
    'texts with a weight',
    '- a,2\n- "b, 3"',
    [
      ['a', 2],
      ['b', 3],
    ],
  ],
  [
    'a map of weights',
    'a: 2\n:b: 3',
    [
      ['a', 2],
      ['b', 3],
    ],
  ],
  ['the name of one', 'a', [['a']]],
  [
    'weights for some: the others count 1',
    '- a\n- [b, 3]',
    [
      ['a', 1],
      ['b', 3],
    ],
  ],
  ['a weight of 0, which is none', '- [a, 0]\n- b,0', [['a'], ['b']]],
  [
    'weights of 1',
    '- [a, 1]\n- [b, 1]',
    [
      ['a', 1],
      ['b', 1],
    ],
  ],
  ['a queue named twice', '- a\n- b\n- a', [['a'], ['b']]],
  [
    'a queue named twice with weights',
    '- [a, 2]\n- b\n- [a, 1]',
    [
      ['a', 3],
      ['b', 1],
    ],
  ],
  ['a weight in quotes', '- [a, "2"]', [['a', 2]]],
  ['a pattern', '- critical\n- staging*', [['critical'], ['staging*']]],
  [
    'names that YAML takes for something else',
    '- 010\n- no\n- [e0, 1]',
    [
      ['010', 1],
      ['no', 1],
      ['e0', 1],
    ],
  ],
])('queues may be %s', (_what, list, expected) => {
  const text = `queues:\n${list.replace(/^/gm, '  ')}\n`;
  expect(parse(text).queues).toEqual(
    expected.map(([name, weight]) => (weight === undefined ? { name } : { name, weight })),
  );
});

test('keys may be symbols or plain', () => {
  expect(parse(':concurrency: 3\ntimeout: 1.5\n')).toMatchObject({
    concurrency: 3,
    timeout: 1500,
  });
});

test('the section of the environment wins, and the others are not heard', () => {
  const text = [
    'concurrency: 1',
    'production:',
    '  :concurrency: 2',
    '  queues: [a]',
    ':review:',
    '  concurrency: 3',
    'staging:',
    '',
  ].join('\n');
  expect(parse(text)).toMatchObject({ concurrency: 1, queues: [] });
  expect(parse(text, { environment: 'production' })).toMatchObject({
    concurrency: 2,
    queues: [{ name: 'a' }],
  });
  expect(parse(text, { environment: 'review' })).toMatchObject({ concurrency: 3 });
  expect(parse(text, { environment: 'staging' })).toMatchObject({ concurrency: 1 });
});

test('sections may share what an anchor names', () => {
  const text = [
    'shared: &shared',
    '  concurrency: 7',
    '  timeout: 8',
    'production:',
    '  <<: *shared',
    '  timeout: 9',
  ].join('\n');
  expect(parse(text, { environment: 'production' })).toMatchObject({
    concurrency: 7,
    timeout: 9000,
  });
});

test('capsules have queues and a concurrency of their own', () => {
  const text = [
    ':capsules:',
    '  serial:',
    '    :queues: [imports]',
    '    :concurrency: 1',
    '  slow:',
    '    queues: [[reports, 2], exports]',
  ].join('\n');
  expect(parse(text).capsules).toEqual([
    { name: 'serial', queues: [{ name: 'imports' }], concurrency: 1 },
    {
      name: 'slow',
      queues: [
        { name: 'reports', weight: 2 },
        { name: 'exports', weight: 1 },
      ],
      concurrency: undefined,
    },
  ]);
});

test.each(['', '---\n', '# nothing\n', ':concurrency:\n', ':concurrency: <%= ENV["NONE"] %>\n'])(
  'a file that says nothing, %j, sets nothing',
  (text) => {
    expect(parse(text)).toMatchObject({ queues: [], concurrency: undefined, capsules: [] });
  },
);

test('what means nothing here is accepted and noted', () => {
  const text = ':pidfile: tmp/worker.pid\n:verbose: true\n:schedule:\n  a: { cron: "* * * * *" }\n';
  expect(parse(text).notes).toEqual([
    "queues.yml:1: 'pidfile' has no effect: the process manager decides that.",
    "queues.yml:2: 'verbose' has no effect: LOG_LEVEL=debug logs more.",
    "queues.yml:3: 'schedule' has no effect: recurring jobs belong in config/schedule.yml.",
  ]);
});

test('what was read cannot be changed', () => {
  const file = parse('queues: [a]\ncapsules:\n  serial: { queues: [b] }\n');
  for (const part of [
    file,
    file.queues,
    file.queues[0],
    file.capsules,
    file.capsules[0],
    file.notes,
  ])
    expect(Object.isFrozen(part)).toBe(true);
});
