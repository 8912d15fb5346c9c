/** What can have been done, in words. A link can choose among them, and say nothing of its own. */
const DONE: Readonly<Record<string, (count: number) => string>> = {
  run: () => 'Enqueued. Its ticks go on as if nothing had been.',
  enable: () => 'Enabled.',
  disable: () => 'Disabled, also after the next deploy.',
  release: (count) => `Released ${count} ${count === 1 ? 'lock' : 'locks'}.`,
  quiet: () => 'The process will fetch no more: it hears of it within ten seconds.',
  stop: () =>
    'The process will stop, and start again if it is supervised: it hears of it within ten seconds.',
  retry: (count) => `Sent ${jobs(count)} to run again.`,
  delete: (count) => `Deleted ${jobs(count)}.`,
  promote: (count) => `${jobs(count)} can run now.`,
  conflict: (count) => `${jobs(count)} stayed where they are: newer jobs have their unique locks.`,
};

export function noticeOf(query: Readonly<Record<string, unknown>>): string | undefined {
  const { did, count } = query;
  if (typeof did !== 'string' || !Object.hasOwn(DONE, did)) return undefined;
  return DONE[did]?.(Math.trunc(Number(count)) || 0);
}

function jobs(count: number): string {
  return `${count} ${count === 1 ? 'job' : 'jobs'}`;
}
