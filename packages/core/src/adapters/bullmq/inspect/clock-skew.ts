import type { StoreFinding } from '../../store-finding';

/** Delays and latencies compare the clocks of two hosts: from here on it shows. */
const TOLERANCE = 1000;

/** Compares a store's clock with this host's, as seen half-way through the question. */
export async function clockSkew(storeTime: () => Promise<number>): Promise<StoreFinding> {
  const asked = Date.now();
  const theirs = await storeTime();
  const skew = Math.round(theirs - (asked + Date.now()) / 2);
  const found = `${skew} ms against this host`;
  if (Math.abs(skew) < TOLERANCE) return { level: 'ok', what: 'clock', found };
  return {
    level: 'warning',
    what: 'clock',
    found,
    advice: 'Delayed jobs run early or late by as much. Run NTP on both hosts.',
  };
}
