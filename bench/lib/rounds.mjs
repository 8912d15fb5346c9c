/** Each round is cut into slices, so that load that comes and goes meets both contestants. */
const SLICES = 8;
/** Cores that others may keep busy during a round before it is taken again. */
const HEAVY = 0.3;
const MOST_TRIES = 3;
/** Milliseconds for the rounds of one measure, repetitions included. */
const BUDGET = 40_000;

/**
 * Samples both contestants slice by slice, in changing order, after a warm-up round. A round under
 * heavy foreign load is repeated while there is time, and the quietest try is kept. On a machine
 * too slow for the budget the rounds have fewer jobs, never fewer of them.
 *
 * @param sample - measures one contestant once, over a given share of the jobs
 */
export async function pairedRounds(contestants, sample, rounds) {
  const share = await warmUp(contestants, sample, rounds);
  const startedAt = performance.now();
  const played = [];
  for (let index = 0; index < rounds; index += 1) {
    let best = await playRound(contestants, sample, share);
    let tries = 1;
    for (
      ;
      best.foreign > HEAVY && tries < MOST_TRIES && hasTime(startedAt, rounds - index);
      tries += 1
    ) {
      const again = await playRound(contestants, sample, share);
      if (again.foreign < best.foreign) best = again;
    }
    played.push({ ...best, tries });
  }
  return played;
}

/** The share of the jobs that every round can have within the budget. */
async function warmUp(contestants, sample, rounds) {
  const share = 0.5;
  const startedAt = performance.now();
  await playRound(contestants, sample, share);
  const whole = (performance.now() - startedAt) / share;
  return Math.min(1, BUDGET / (rounds * whole));
}

/** Whether a repetition leaves time for the rounds to come: all take about the same. */
function hasTime(startedAt, roundsLeft) {
  const spent = performance.now() - startedAt;
  return spent < BUDGET / (roundsLeft + 1);
}

async function playRound({ raw, drover }, sample, share) {
  const slices = { raw: [], drover: [] };
  for (let index = 0; index < SLICES; index += 1) {
    for (const contestant of index % 2 === 0 ? [raw, drover] : [drover, raw]) {
      slices[contestant.name].push(await sample(contestant, share / SLICES));
    }
  }
  const round = { raw: together(slices.raw), drover: together(slices.drover) };
  return {
    ...round,
    ratio: round.drover.rate / round.raw.rate,
    cpuRatio: cpuOf(round.drover) / cpuOf(round.raw),
    foreign: (round.raw.foreign + round.drover.foreign) / 2,
  };
}

function together(slices) {
  const sum = (field) => slices.reduce((total, slice) => total + slice[field], 0);
  const jobs = sum('jobs');
  return {
    rate: jobs / sum('seconds'),
    nodeMicros: (sum('node') / jobs) * 1e6,
    storeMicros: (sum('store') / jobs) * 1e6,
    foreign: sum('foreign') / slices.length,
  };
}

function cpuOf({ nodeMicros, storeMicros }) {
  return nodeMicros + storeMicros;
}
