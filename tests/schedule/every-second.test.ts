import { waitFor } from '../support/wait-for';
import { ScheduleCrew } from './schedule-crew';

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
    const minute = () => {
      expectSteady(crew.tickTimes('FastJob'), 1);
      expectSteady(crew.tickTimes('SteadyJob'), 2);
      return crew.runs('FastJob').length >= 62 && crew.runs('SteadyJob').length >= 31;
    };
    // A tick may run after the next, if its process is slow.
    await waitFor(minute, { timeout: 200_000, interval: 200, what: 'a minute of ticks' });
    expect(crew.ticks('FastJob').every((id) => id.startsWith('each_second@'))).toBe(true);
    expect(crew.ticks('SteadyJob').every((id) => id.startsWith('each_two_seconds@'))).toBe(true);
    expect(new Set(crew.runs().map(({ pid }) => pid)).size).toBe(3);
  } finally {
    await crew.dismiss();
  }
});

/** From the first to the last, each once, whatever the order in which they ran. */
function expectSteady(ticks: readonly number[], seconds: number): void {
  const times = ticks.toSorted((a, b) => a - b);
  const [first = 0] = times;
  expect(times).toEqual(times.map((_, index) => first + index * seconds * 1000));
}
