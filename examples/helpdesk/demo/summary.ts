import { styleText } from 'node:util';
import { expectations, type Expectation } from './expectations';
import { NOTHING, type Counts, type Tally } from './tally';

const COLUMNS = ['enqueued', 'performed', 'retried', 'discarded', 'failed'] as const;
const WIDTH = 11;

/** Prints what became of the jobs of each class, and what they did. */
export function printSummary(tally: Tally): void {
  const titles = COLUMNS.map((title) => title.padStart(WIDTH)).join('');
  console.log(styleText('bold', `${'Job'.padEnd(25)}${titles}   effect`));
  for (const { job, effects } of expectations) {
    const counts = tally.counts.get(job) ?? NOTHING;
    const numbers = COLUMNS.map((column) => String(counts[column]).padStart(WIDTH)).join('');
    const done = effects.map(({ what, count }) => `${count()} ${what}`).join(', ');
    console.log(`${job.padEnd(25)}${numbers}   ${done}`.trimEnd());
  }
}

/** One sentence per thing that came out otherwise than expected. */
export function surprises(tally: Tally): string[] {
  return [
    ...tally.unfinished().map(({ name, id }) => `${name} ${id} did not come to an end.`),
    ...expectations.flatMap((each) => countSurprises(each, tally.counts.get(each.job) ?? NOTHING)),
    ...expectations.flatMap((each) => effectSurprises(each)),
  ];
}

function countSurprises({ job, counts }: Expectation, came: Counts): string[] {
  return COLUMNS.filter((column) => came[column] !== counts[column]).map(
    (column) => `${job}: expected ${counts[column]} ${column}, got ${came[column]}.`,
  );
}

function effectSurprises({ job, effects }: Expectation): string[] {
  return effects
    .map(({ what, expected, count }) => ({ what, expected, came: count() }))
    .filter(({ expected, came }) => came !== expected)
    .map(({ what, expected, came }) => `${job}: expected ${expected} ${what}, got ${came}.`);
}
