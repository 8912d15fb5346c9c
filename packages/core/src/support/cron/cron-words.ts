import type { Recurrence } from './recurrence';

/** A recurrence in words: `Every 5 minutes`, `At 02:00 (Europe/Berlin)`. */
export function inWords(recurrence: Recurrence): string {
  if ('every' in recurrence) return `Every ${amountOf(recurrence.every)}`;
  const { fields, zone } = recurrence;
  // Loaded when somebody looks at a schedule, which a worker never does.
  const { toString } = require('cronstrue') as typeof import('cronstrue');
  const words = toString(fields, { use24HourTimeFormat: true, throwExceptionOnParseError: false });
  return zone === 'UTC' ? words : `${words} (${zone})`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

function amountOf(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => milliseconds % length === 0) ?? ['ms', 1];
  const amount = milliseconds / size;
  return amount === 1 ? unit : `${amount} ${unit}${unit === 'ms' ? '' : 's'}`;
}
