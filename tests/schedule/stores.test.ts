import { startPostgres, type PostgresServer } from '../support/postgres';
import { testRedisUrl } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ScheduleCrew } from './schedule-crew';

let postgres: PostgresServer | undefined;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(() => postgres?.stop());

const stores = {
  redis: () => testRedisUrl(),
  postgres: () => postgres?.url,
  embedded: () => 'embedded:',
};

/** What several processes can share is shared by two. */
test.each([
  ['redis', 2],
  ['postgres', 2],
  ['embedded', 1],
] as const)('on %s, %i processes run each tick once', async (name, processes) => {
  const store = stores[name]();
  // A machine without the store has said so on its standard error.
  if (store === undefined) return;
  const crew = new ScheduleCrew({
    ...{ jobs: ['TickJob'], store },
    schedule: 'tick: { cron: "* * * * * *", class: TickJob, args: [{ z: 1, a: [] }] }',
  });
  try {
    await Promise.all(Array.from({ length: processes }, () => crew.start()));
    await waitFor(() => crew.runs().length >= 6, { what: 'six ticks' });
    const ticks = crew.ticks();
    expect(new Set(ticks).size).toBe(ticks.length);
    expect(crew.runs().every(({ args }) => JSON.stringify(args) === '[{"z":1,"a":[]}]')).toBe(true);
  } finally {
    await crew.dismiss();
  }
});
