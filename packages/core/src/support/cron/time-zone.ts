const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Whether `name` is a time zone of the IANA database, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    formatFor(name);
    return true;
  } catch {
    return false;
  }
}

/** The distance from UTC at a moment, as a text such as `GMT+02:00`. */
export function offsetAt(zone: string, time: number): string {
  const parts = formatFor(zone).formatToParts(time);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  FORMATS.set(zone, format);
  return format;
}
