import { Job, QueueAs, type JobClass } from '@drover/core';

/** A job class of a name, as the Ruby classes of a schedule file find it. */
function jobCalled(name: string): JobClass {
  return {
    [name]: class extends Job {
      async perform(): Promise<void> {}
    },
  }[name] as JobClass;
}

/** The classes that Chatwoot's schedule names, and the files they would be in. */
export const CHATWOOT_JOBS: readonly { jobClass: JobClass; file: string }[] = [
  'internal/TriggerDailyScheduledItemsJob',
  'TriggerScheduledItemsJob',
  'internal/TriggerHourlyScheduledItemsJob',
  'inboxes/FetchImapEmailInboxesJob',
  'internal/RemoveStaleContactInboxesJob',
  'internal/RemoveStaleRedisKeysJob',
  'internal/DeleteAccountsJob',
  'auto_assignment/PeriodicAssignmentJob',
  'notification/RemoveOldNotificationJob',
  'internal/RemoveOrphanConversationsJob',
].map((place) => ({
  jobClass: jobCalled(place.split('/').at(-1) ?? ''),
  file: `jobs/${place}.ts`,
}));

@QueueAs('low')
export class CleanupJob extends Job {
  async perform(..._args: unknown[]): Promise<void> {}
}
