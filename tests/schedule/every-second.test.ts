import { waitFor } from '../support/wait-for';
import { ScheduleCrew } from './schedule-crew';

// A minute of real time, and processes take a while to start on a busy machine.
jest.setTimeout(150_000);

test('a minute of three processes runs each tick of each entry exactly once', async () => {
  const crew = new ScheduleCrew({
    jobs: ['FastJob', 'SteadyJob'],
    schedule: `
each_second: { cron: "* * * * * *", class: FastJob }
each_two_seconds: { every: 2 seconds, class: SteadyJob }
`,
  });
  try {
    await Promise.all([crew.start(), crew.start(), crew.start()]);
    await waitFor(() => crew.runs('FastJob').length >= 62 && crew.runs('SteadyJob').length >= 31, {
      timeout: 120_000,
      what: 'a minute of ticks',
    });
    expectSteady(crew.ticks('FastJob'), 'each_second', 1);
    expectSteady(crew.ticks('SteadyJob'), 'each_two_seconds', 2);
    expect(new Set(crew.runs().map(({ pid }) => pid)).size).toBe(3);
  } finally {
    await crew.dismiss();
  }
});

/** From the first to the last, each once, whatever the order in which they ran. */
function expectSteady(ids: readonly string[], entry: string, seconds: number): void {
  const times = ids.map((id) => timeOf(id)).toSorted((a, b) => a - b);
  const [first = 0] = times;
  expect(times).toEqual(times.map((_, index) => first + index * seconds * 1000));
  expect(ids.every((id) => id.startsWith(`${entry}@`))).toBe(true);
}

function timeOf(id: string): number {
  const iso = id.replace(/^.*@(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  return Date.parse(iso);
}
