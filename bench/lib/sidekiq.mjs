import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../sidekiq/', import.meta.url));

/** The version of the Sidekiq on the PATH, or undefined. */
export function sidekiqVersion() {
  const { status, stdout } = spawnSync('sidekiq', ['-V'], { encoding: 'utf8' });
  return status === 0 ? /\d+(?:\.\d+)+/.exec(stdout)?.[0] : undefined;
}

/** Jobs a second of one Sidekiq process over these weighted queues. */
export async function sidekiqRate(url, { shares, jobs, concurrency }) {
  const names = shares.map(([name]) => name);
  const env = { ...process.env, REDIS_URL: url, JOBS: String(jobs), QUEUES: names.join(',') };
  const enqueued = spawnSync('ruby', ['enqueue.rb'], { cwd: folder, env, encoding: 'utf8' });
  if (enqueued.status !== 0) throw new Error(`Sidekiq could not enqueue: ${enqueued.stderr}`);
  const queues = shares.flatMap(([name, weight]) => ['-q', `${name},${weight}`]);
  const args = ['-r', './noop.rb', '-c', String(concurrency), ...queues];
  const child = spawn('sidekiq', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const seconds = await secondsOf(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
  return jobs / seconds;
}

async function secondsOf(child) {
  for await (const line of createInterface(child.stdout)) {
    const seconds = /^SECONDS (\S+)/.exec(line)?.[1];
    if (seconds) return Number(seconds);
  }
  throw new Error('Sidekiq ended before its jobs did');
}
