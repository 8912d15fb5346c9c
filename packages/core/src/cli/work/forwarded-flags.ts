import type { Flags } from '../command';

/** Flags as they are typed, except for these. */
export function forwardedFlags(flags: Flags, except: readonly string[]): string[] {
  return Object.entries(flags)
    .filter(([name]) => !except.includes(name))
    .flatMap(([name, value]) => [value ?? []].flat().flatMap((each) => typed(name, each)));
}

/** With '=': a value may begin with a dash. */
function typed(name: string, value: string | boolean): string[] {
  if (value === false) return [];
  return [value === true ? `--${name}` : `--${name}=${value}`];
}
