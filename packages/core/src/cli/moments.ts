/** `2026-11-25 18:30:00` in UTC. */
export function utcTime(time: Date): string {
  return time.toISOString().replace('T', ' ').slice(0, 19);
}

/** The same in the time zone of this process. */
export function localTime(time: Date): string {
  return utcTime(new Date(time.getTime() - time.getTimezoneOffset() * 60_000));
}
