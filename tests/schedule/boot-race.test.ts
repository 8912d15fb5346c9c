import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '../support/wait-for';
import { ScheduleCrew } from './schedule-crew';

/** Rounds run at the same time, each with five processes. More of them: BOOT_RACE_ROUNDS=20 npm test -- boot-race. */
const ROUNDS = Number(process.env['BOOT_RACE_ROUNDS'] ?? 2);
const AT_ONCE = 2;
const PERIOD = 3000;
const WATCH = 30_000;

// Half a minute of real time a round, and processes take a while to start on a busy machine.
jest.setTimeout((ROUNDS / AT_ONCE) * 300_000);

/**
 * Five processes start together, and one of them is killed within half a second of the first.
 * Resolves once the others have run each tick of half a minute.
 */
async function race(): Promise<readonly string[]> {
  const crew = new ScheduleCrew({
    jobs: ['TickJob'],
    schedule: 'each_three_seconds: { every: 3 seconds, class: TickJob }',
    options: { lockDuration: 2000, stalledInterval: 1000 },
  });
  try {
    const workers = Array.from({ length: 5 }, () => crew.launch());
    const doomed = workers[Math.floor(Math.random() * workers.length)];
    await waitFor(() => workers.some(({ stdout }) => stdout.includes('Schedule')), {
      what: 'the first process to run the schedule',
    });
    await pause(Math.random() * 500);
    doomed?.kill('SIGKILL');
    const others = workers.filter((worker) => worker !== doomed);
    await Promise.all(others.map((worker) => worker.hasSaid('Schedule')));
    const from = Date.now();
    const due = () => [...new Set(crew.tickTimes().filter((time) => time > from))];
    const span = () => (Math.max(...due()) - Math.min(...due())) / PERIOD;
    await waitFor(() => span() >= WATCH / PERIOD && due().length === span() + 1, {
      what: 'each tick of half a minute to run',
      timeout: 4 * WATCH,
    });
    // The one that was killed may have been in the middle of a run, which comes twice then.
    return crew.runs().flatMap(({ id, pid }) => (pid === doomed?.pid ? [] : [id]));
  } finally {
    await crew.dismiss();
  }
}

test('five processes that start together, one of them killed, fire each tick once', async () => {
  for (let round = 0; round < ROUNDS; round += AT_ONCE) {
    const rounds = Array.from({ length: Math.min(AT_ONCE, ROUNDS - round) }, race);
    for (const ticks of await Promise.all(rounds)) expect(new Set(ticks).size).toBe(ticks.length);
  }
});
