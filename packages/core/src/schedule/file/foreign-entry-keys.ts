const RULES = 'the rules of the job class decide';
const QUEUE_PREFIX = '`configure({ queuePrefix })` sets it';

/** What sidekiq-cron knows in an entry, and why it does nothing here. */
export const FOREIGN_ENTRY_KEYS: Readonly<Record<string, string>> = {
  active_job: 'every job is one',
  symbolize_args: 'keys are texts here',
  retry: RULES,
  queue_name_prefix: QUEUE_PREFIX,
  queue_name_delimiter: QUEUE_PREFIX,
  namespace: '`configure({ namespace })` sets it',
  source: 'the schedule file is the source',
  message: 'the class and its arguments make the job',
};
