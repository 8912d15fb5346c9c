import { readFileSync } from 'node:fs';
import path from 'node:path';
import { JobRegistry } from '../../../src/registry/job-registry';
import { parseScheduleFile } from '../../../src/schedule/file/parse-schedule-file';
import { ArgumentSerializer } from '../../../src/serialization/argument-serializer';
import { InvalidConfigFileError } from '../../../src/yaml/invalid-config-file-error';
import { CHATWOOT_JOBS, CleanupJob } from '../jobs';

const CHATWOOT = path.resolve(__dirname, '../../../../../examples/chatwoot-config/config');

const registry = new JobRegistry();
for (const { jobClass, file } of CHATWOOT_JOBS) registry.register(jobClass, file);
registry.register(CleanupJob);

const parse = (text: string) =>
  parseScheduleFile('config/schedule.yml', text, {
    registry,
    serializer: new ArgumentSerializer([]),
    variables: { CLEANUP_CRON: '0 3 * * *' },
  });

const only = (text: string) => {
  const { entries } = parse(text);
  expect(entries).toHaveLength(1);
  return entries[0];
};

function problemsOf(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InvalidConfigFileError) return error.message.split('\n');
    throw error;
  }
  return [];
}

test('a real file of a real application loads unedited: ten entries, in its order', () => {
  const text = readFileSync(path.join(CHATWOOT, 'schedule.yml'), 'utf8');
  const { entries, notes } = parse(text);
  expect(notes).toEqual([]);
  expect(entries.map(({ name, definition: { job, queue } }) => [name, job, queue])).toEqual([
    ['internal_check_new_versions_job', 'TriggerDailyScheduledItemsJob', 'scheduled_jobs'],
    ['trigger_scheduled_items_job', 'TriggerScheduledItemsJob', 'scheduled_jobs'],
    ['trigger_hourly_scheduled_items_job', 'TriggerHourlyScheduledItemsJob', 'scheduled_jobs'],
    ['trigger_imap_email_inboxes_job', 'FetchImapEmailInboxesJob', 'scheduled_jobs'],
    ['remove_stale_contact_inboxes_job.rb', 'RemoveStaleContactInboxesJob', 'scheduled_jobs'],
    ['remove_stale_redis_keys_job.rb', 'RemoveStaleRedisKeysJob', 'scheduled_jobs'],
    ['delete_accounts_job', 'DeleteAccountsJob', 'scheduled_jobs'],
    ['periodic_assignment_job', 'PeriodicAssignmentJob', 'scheduled_jobs'],
    ['remove_old_notification_job', 'RemoveOldNotificationJob', 'purgable'],
    ['remove_orphan_conversations_job', 'RemoveOrphanConversationsJob', 'housekeeping'],
  ]);
});

test('an entry says everything that sidekiq-cron lets it say, and what Drover adds', () => {
  const entry = only(`
daily_cleanup:
  cron: "0 2 * * * Europe/Berlin"
  class: "CleanupJob"
  queue: scheduled
  args: [1, "two", { three: 3 }]
  description: "tidies up"
  status: disabled
  date_as_argument: true
  active_job: true
  jitter: 30 seconds
  overlap: skip
  grace: 5 minutes
`);
  expect(entry).toEqual({
    name: 'daily_cleanup',
    source: 'file',
    status: 'disabled',
    revision: expect.any(String),
    definition: {
      job: 'CleanupJob',
      recurrence: { fields: '0 2 * * *', zone: 'Europe/Berlin' },
      queue: 'scheduled',
      args: [1, 'two', { three: 3 }],
      description: 'tidies up',
      dateAsArgument: true,
      jitter: 30_000,
      overlap: 'skip',
      grace: 300_000,
    },
  });
});

test('a list of entries with names is as good as a map', () => {
  const list = parse(`
- name: one
  cron: "@daily"
  class: CleanupJob
- name: two
  every: 90 seconds
  klass: cleanup
`);
  expect(list.entries.map(({ name, definition }) => [name, definition.recurrence])).toEqual([
    ['one', { fields: '0 0 * * *', zone: 'UTC' }],
    ['two', { every: 90_000 }],
  ]);
});

test.each([
  ['[]', []],
  ['[1, 2]', [1, 2]],
  ['{ a: 1, b: [2] }', [{ a: 1, b: [2] }]],
  ['"text"', ['text']],
  [`'["a", 1]'`, ['a', 1]],
  [`'{"a": 1}'`, [{ a: 1 }]],
  ['42', [42]],
  ['true', [true]],
  ['{ :symbol: yes }', [{ symbol: true }]],
])('args: %s become the arguments %j', (args, expected) => {
  expect(only(`a: { cron: "@daily", class: CleanupJob, args: ${args} }`)?.definition.args).toEqual(
    expected,
  );
});

test.each(['CleanupJob', 'Internal::DeleteAccountsJob', 'cleanup', 'DeleteAccountsJob'])(
  'the class may be written as %s',
  (name) => {
    expect(only(`a: { cron: "@daily", class: "${name}" }`)).toBeDefined();
  },
);

test('environment variables stand in, and nothing is run as code', () => {
  expect(
    only('a: { cron: "<%= ENV["CLEANUP_CRON"] %>", class: CleanupJob }')?.definition.recurrence,
  ).toEqual({ fields: '0 3 * * *', zone: 'UTC' });
  expect(problemsOf('a: { cron: "<%= `date` %>", class: CleanupJob }')).toEqual([
    expect.stringMatching(/^config\/schedule\.yml:1:13: expected <%= ENV/),
  ]);
});

test('the same entry has the same revision, another has another', () => {
  const text = 'a: { cron: "@daily", class: CleanupJob, args: [1] }';
  expect(only(text)?.revision).toBe(only(text)?.revision);
  expect(only(text)?.revision).not.toBe(only(text.replace('[1]', '[2]'))?.revision);
});

test('what has no effect here is told of with its line', () => {
  const { notes } = parse(`
a:
  cron: "@daily"
  class: CleanupJob
  retry: 3
  namespace: other
`);
  expect(notes).toEqual([
    "config/schedule.yml:5: 'retry' has no effect: the rules of the job class decide.",
    "config/schedule.yml:6: 'namespace' has no effect: `configure({ namespace })` sets it.",
  ]);
});

test.each([
  [
    'a: { cron: "@daily", class: CleanupJob }\na: { cron: "@daily", class: CleanupJob }',
    "2:1: expected each key once, and line 1 has set 'a'",
  ],
  [
    '- { name: a, cron: "@daily", class: CleanupJob }\n- { name: a, cron: "@daily", class: CleanupJob }',
    "2:3: expected each name once, and 'a' comes twice",
  ],
  [
    'a: { cron: "@daily", class: MissingJob }',
    "1:29: a class: expected a job class that exists, got 'MissingJob'",
  ],
  ['a: { cron: "@daily", class: CleanUpJob2 }', "Did you mean 'CleanupJob'?"],
  [
    'a: { cron: "61 * * * *", class: CleanupJob }',
    '1:12: a cron: expected five or six fields of cron',
  ],
  ['a: { cron: "every other Tuesday", class: CleanupJob }', "The nearest cron is '0 0 * * 2'"],
  [
    'a: { cron: "0 9 * * *", tz: Mars/Base, class: CleanupJob }',
    "expected a time zone such as 'Europe/Berlin', got 'Mars/Base'",
  ],
  ['a: { cron: "@daily", class: CleanupJob, que: low }', "1:41: a: expected 'name', 'cron'"],
  ['a: { cron: "@daily", class: CleanupJob, que: low }', "Did you mean 'queue'?"],
  ['a: { class: CleanupJob }', '1:1: a cron: expected either `cron` or `every`, got neither'],
  ['a: { cron: "@daily", every: 5m, class: CleanupJob }', 'got both'],
  ['a: { every: 500ms, class: CleanupJob }', 'a every: expected a duration of at least 1 second'],
  [
    'a: { every: 30, class: CleanupJob }',
    "a every: expected a duration such as '30 seconds', '5m' or '1 hour', got 30",
  ],
  ['a: { every: 1 hour, tz: Asia/Tokyo, class: CleanupJob }', 'an interval has no time zone'],
  ['a: { cron: "@daily" }', '1:1: a class: expected a job class, got none'],
  ['- { cron: "@daily", class: CleanupJob }', '1:3: An entry: expected a `name`, got none'],
  ['a: { cron: "@daily", class: CleanupJob, queue: "a:b" }', 'a queue: expected a queue name'],
  [
    'a: { cron: "@daily", class: CleanupJob, status: off }',
    "a status: expected 'enabled' or 'disabled'",
  ],
  [
    'a: { cron: "@daily", class: CleanupJob, overlap: maybe }',
    "a overlap: expected 'allow' or 'skip'",
  ],
  [
    'a: { cron: "@daily", class: CleanupJob, date_as_argument: 1 }',
    'a date_as_argument: expected true or false',
  ],
  ['a: just text', '1:4: a: expected a map with `cron` and `class`'],
  ['just text', '1:1: The file: expected a map of names to entries'],
  ['a: { cron: */5 * * * *, class: CleanupJob }', 'expected YAML'],
])('%j is refused', (text, problem) => {
  const problems = problemsOf(text);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.join('\n')).toContain(problem);
  expect(problems.every((line) => line.startsWith('config/schedule.yml:'))).toBe(true);
});

test('everything that is wrong is told at once', () => {
  expect(
    problemsOf(`
a: { cron: "nonsense", class: CleanupJob }
b: { cron: "@daily", class: MissingJob, quueue: x }
`),
  ).toHaveLength(3);
});

test('an empty file declares nothing', () => {
  expect(parse('').entries).toEqual([]);
  expect(parse('# nothing yet\n').entries).toEqual([]);
});
