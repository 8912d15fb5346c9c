import { readFileSync } from 'node:fs';
import path from 'node:path';
import { close, configure, queues } from '@drover/core';
import { NodeProcess } from '../support/node-process';
import { testRedisUrl } from '../support/redis';
import { ScheduleCrew } from './schedule-crew';

const FIXTURES = path.resolve(__dirname, '../../packages/core/test/fixtures/config-files');
const CHATWOOT = path.resolve(__dirname, '../../examples/chatwoot-config/config');
const SCHEDULE = readFileSync(path.join(CHATWOOT, 'schedule.yml'), 'utf8');

interface Oracle {
  readonly start: string;
  readonly chatwoot: Readonly<Record<string, { queue: string; nextUtc: readonly string[] }>>;
}

const oracle = JSON.parse(
  readFileSync(path.join(FIXTURES, 'chatwoot_cron_oracle.json'), 'utf8'),
) as Oracle;

const JOBS = [
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
];

interface Day {
  /** The ids of what each process enqueued. */
  readonly enqueued: readonly (readonly string[])[];
  /** Jobs that wait, by queue. */
  readonly waiting: Readonly<Record<string, number>>;
}

/** So many processes, all in New York, run through the day that follows the oracle's start. */
async function simulate(processes: number): Promise<Day> {
  const crew = new ScheduleCrew({ jobs: JOBS, schedule: SCHEDULE });
  const env = {
    ...{ STORE: testRedisUrl(), NAMESPACE: crew.namespace, FOLDER: crew.folder },
    ...{ START: oracle.start, TZ: 'America/New_York', PROCESSES: String(processes) },
  };
  const args = ['--import', 'tsx', path.join(__dirname, 'simulate-day.ts')];
  const days = Array.from(
    { length: processes },
    () => new NodeProcess(args, { cwd: __dirname, env }),
  );
  try {
    const exits = await Promise.all(days.map(({ exit }) => exit));
    expect(exits.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      days.map(() => ({ code: 0, stderr: '' })),
    );
    const told = exits.map(
      ({ stdout }) => JSON.parse(stdout) as { enqueued: string[]; zone: number },
    );
    expect(told.every(({ zone }) => zone === 300)).toBe(true);
    configure({ store: testRedisUrl(), namespace: crew.namespace, jobs: [] });
    const waiting = (await queues()).map(({ name, size }) => [name, size.waiting] as const);
    return { enqueued: told.map(({ enqueued }) => enqueued), waiting: Object.fromEntries(waiting) };
  } finally {
    await close();
    await crew.dismiss();
  }
}

/** What an entry enqueued, as times in ISO 8601. */
function ticksOf(entry: string, ids: readonly string[]): string[] {
  const prefix = `${encodeURIComponent(entry)}@`;
  return ids
    .filter((id) => id.startsWith(prefix))
    .map((id) =>
      id.slice(prefix.length).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6.000Z'),
    )
    .toSorted();
}

test.each([1, 3])(
  'a day of %i processes enqueues 1,807 jobs, when the oracle says',
  async (processes) => {
    const { enqueued, waiting } = await simulate(processes);
    const all = enqueued.flat();
    expect(all).toHaveLength(1807);
    expect(new Set(all).size).toBe(1807);
    expect(waiting).toMatchObject({ scheduled_jobs: 1804, purgable: 1, housekeeping: 2 });
    expect(waiting['own'] ?? 0).toBe(0);

    const end = new Date(Date.parse(oracle.start) + 24 * 3_600_000).toISOString();
    for (const [entry, { nextUtc }] of Object.entries(oracle.chatwoot)) {
      const within = nextUtc.filter((time) => time <= end);
      expect(ticksOf(entry, all).slice(0, within.length)).toEqual(within);
    }
    const counts = Object.keys(oracle.chatwoot).map((entry) => ticksOf(entry, all).length);
    expect(counts).toEqual([1, 288, 24, 1440, 1, 1, 1, 48, 1, 2]);
    expect(enqueued.filter((ids) => ids.length > 0).length).toBeGreaterThanOrEqual(
      Math.min(2, processes),
    );
  },
);
