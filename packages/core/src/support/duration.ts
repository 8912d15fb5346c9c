const UNITS = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
  weeks: 604_800_000,
} as const;

/** Milliseconds, or a text such as `'30 seconds'`, `'5m'`, `'1.5 hours'`. */
export type Duration = number | `${number}${'' | ' '}${keyof typeof UNITS}`;

/** The forms a {@link Duration} takes, for error messages. */
export const DURATION_FORMS =
  "milliseconds as a number, or a text such as '30 seconds', '5m', '1 hour'";

const PATTERN = /^(-?\d+(?:\.\d+)?) ?([a-z]+)$/;

/** Milliseconds, or undefined when `value` is no duration. Negative durations are durations. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const [, amount, unit] = PATTERN.exec(value.trim()) ?? [];
  if (amount === undefined || unit === undefined || !Object.hasOwn(UNITS, unit)) return undefined;
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}
