/** Older ones lack commands that BullMQ's scripts call. */
export const OLDEST_REDIS = [6, 2] as const;

/** What INFO tells, by name. */
export type RedisInfo = ReadonlyMap<string, string>;

export function parseInfo(text: string): RedisInfo {
  return new Map(text.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
}

/** A server that does not say its version passes. */
export function isFitVersion(info: RedisInfo): boolean {
  const found = info.get('redis_version') ?? '';
  const [major = 0, minor = 0] = found.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_REDIS;
  return found === '' || major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
