const PROCESS_MANAGER = 'the process manager decides that';
const POLLING = 'delayed jobs start on time, without polling';
const RETENTION = 'how long finished jobs are kept is set in code';
const SCHEDULE = 'recurring jobs belong in config/schedule.yml';

/** What Sidekiq and its companions know in this file, and why it does nothing here. */
export const FOREIGN_KEYS: Readonly<Record<string, string>> = {
  pidfile: PROCESS_MANAGER,
  logfile: 'the log goes to the standard output',
  daemon: PROCESS_MANAGER,
  environment: 'NODE_ENV or --environment says it',
  require: 'jobs/ is loaded by itself; --require adds to it',
  tag: 'processes have no tags',
  labels: 'processes have no labels',
  index: 'processes have no numbers',
  strict: 'queues without weights are served in strict order',
  scheduler: SCHEDULE,
  schedule: SCHEDULE,
  cron: SCHEDULE,
  dynamic: SCHEDULE,
  dynamic_every: SCHEDULE,
  rufus_scheduler_options: SCHEDULE,
  listened_queues_only: SCHEDULE,
  cron_poll_interval: POLLING,
  poll_interval: POLLING,
  poll_interval_average: POLLING,
  average_scheduled_poll_interval: POLLING,
  dead_max_jobs: RETENTION,
  dead_timeout_in_seconds: RETENTION,
  limits: 'limits per queue are not set here',
  process_limits: 'limits per queue are not set here',
  logger: '`configure({ logger })` sets it',
  log_level: '`configure({ logLevel })` or LOG_LEVEL sets it',
  redis: '`configure({ store })` or REDIS_URL sets it',
  url: '`configure({ store })` or REDIS_URL sets it',
  namespace: '`configure({ namespace })` sets it',
  thread_priority: 'jobs are not threads',
  profile: 'use the profiler of Node.js',
};
