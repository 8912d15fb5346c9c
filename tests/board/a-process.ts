import type { ProcessRecord } from '@drover/core';

/** What a worker process on another host says of itself. */
export function aProcess(id: string): ProcessRecord {
  const [hostname = '', pid] = id.split(':');
  const now = Date.now();
  return {
    ...{ id, hostname, pid: Number(pid), version: '0.1.0', startedAt: now - 60_000, beatAt: now },
    ...{
      queues: [{ name: 'mails' }],
      concurrency: 5,
      busy: 0,
      rss: 1e8,
      quiet: false,
      running: [],
    },
  };
}
