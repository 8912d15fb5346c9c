import type { StoreFinding } from '../../store-finding';

/** A store near its limit turns the next deploy, which doubles the processes for a moment, away. */
export function connectionUse(used: number, limit: number): StoreFinding {
  const found = limit > 0 ? `${used} of ${limit}` : String(used);
  if (limit <= 0 || used < limit * 0.8) return { level: 'ok', what: 'connections', found };
  return {
    level: 'warning',
    what: 'connections',
    found,
    advice: 'Raise the limit of the server, or run fewer processes.',
  };
}
