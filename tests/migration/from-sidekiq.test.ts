import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findProgram } from '../support/find-program';
import { freePort } from '../support/free-port';
import { LocalRegistry } from '../support/local-registry';
import { stepsOf } from '../support/page-steps';
import { startRedis, withRedis, type RedisServer } from '../support/redis';
import { Shell } from '../support/shell';

// It installs packages.
jest.setTimeout(600_000);

const PAGE = stepsOf('docs/from-sidekiq.md');
const FILES = PAGE.filter((step) => 'file' in step);
const CONFIGS = FILES.filter(({ file }) => file.startsWith('config/'));
const TOKEN = 'secret';

/** What goes on: each has a terminal of its own, until it is started anew. */
const GOES_ON: Readonly<Record<string, string>> = {
  'npx drover work': 'Working ',
  'npx tsx inbox.ts': 'Listening ',
};

const registry = new LocalRegistry();
const folder = mkdtempSync(path.join(tmpdir(), 'drover-rails-'));
const terminals = new Map<string, Shell>();
let redis: RedisServer;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  redis = await startRedis();
  await withRedis(redis.url, (client) =>
    client.call('ACL', 'SETUSER', 'drover', 'on', '>drover', '~shop:*', '&*', '+@all'),
  );
  const url = await registry.start(['core']);
  env = {
    npm_config_registry: url,
    npm_config_cache: path.join(folder, '.cache'),
    REDIS_URL: redis.url,
    // As Drover: with a user of its own, whom Redis lets touch the keys of the namespace only.
    DROVER_URL: redis.url.replace('//', '//drover:drover@'),
    DROVER_INBOX: `http://127.0.0.1:${await freePort()}`,
    DROVER_INBOX_TOKEN: TOKEN,
  };
  for (const { file, text } of CONFIGS) write(file, text);
});
afterAll(async () => {
  for (const [name, shell] of terminals) {
    if (name !== 'main') await shell.interrupt();
    shell.end();
  }
  registry.stop();
  await redis.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('init leaves the two files of Rails as they are, and uses them', async () => {
  expect(await follow('Install')).toEqual([]);
  const now = CONFIGS.map(({ file }) => readFileSync(path.join(folder, file), 'utf8'));
  expect(now).toEqual(CONFIGS.map(({ text }) => text));
});

test('check names the classes that the schedule misses, until they are there', async () => {
  expect(await follow('The classes')).toEqual([]);
  expect(await terminal('main').run('npx tsc --noEmit')).not.toContain('error');
});

test('workers beside Sidekiq serve its queues, and leave its schedule alone', async () => {
  expect(await follow('Beside Sidekiq')).toEqual([]);
  await terminal('npx drover work').hasSaid(
    'Working critical, default, mailers, webhooks, low, scheduled',
  );
  expect(await terminal('main').run('npx drover schedule')).toContain('The schedule is empty.');
});

test('what Rails posts to the inbox is a job here, and nobody else may post', async () => {
  expect(await follow('Class by class')).toEqual([]);
  expect(await post('CleanupJob', [7], 'wrong')).toBe(401);
  expect(await post('OtherJob', [7])).toBe(404);
  expect(await post('CleanupJob', [7])).toBe(202);
  await terminal('npx drover work').hasSaid('Messages older than 7 days are gone');
});

test('a job for Sidekiq is the JSON that Sidekiq reads', async () => {
  await enqueueInSidekiq();
  await withRedis(redis.url, async (client) => {
    const [job = ''] = await client.lrange('queue:scheduled', 0, -1);
    expect(JSON.parse(job)).toMatchObject({ class: 'CleanupJob', args: [14], retry: true });
    expect(await client.smembers('queues')).toEqual(['scheduled']);
    await client.del('queue:scheduled');
  });
});

const sidekiq = findProgram('sidekiq');
if (!sidekiq) process.stderr.write('Sidekiq is not installed: the test with Ruby is skipped.\n');
const withSidekiq = sidekiq ? test : test.skip;

withSidekiq('Sidekiq itself takes that job, and hands it on by the messenger', async () => {
  await enqueueInSidekiq();
  await restart('sidekiq -r ./app/jobs/cleanup_job.rb', 'INFO: done');
  await terminal('npx drover work').hasSaid('Messages older than 14 days are gone');
  const left = await withRedis(redis.url, (client) => client.llen('queue:scheduled'));
  expect(left).toBe(0);
});

test('the schedule moves last, and a key of Sidekiq is never touched', async () => {
  expect(await follow('The schedule, last')).toEqual([]);
  await terminal('npx drover work').hasSaid('Reports are on their way');
  const left = await terminal('main').run('npx drover schedule');
  expect(left).toMatch(/cleanup_old_messages .*CleanupJob .*enabled/);
  expect(left).toMatch(/daily_reports .*ReportsDailyJob .*enabled/);
  const trespasses = await withRedis(redis.url, (client) => client.call('ACL', 'LOG'));
  expect(trespasses).toEqual([]);
});

/** Does what a section has its reader do. @returns what the page shows and was not to be seen */
async function follow(section: string): Promise<string[]> {
  const unseen: string[] = [];
  for (const step of PAGE.filter((each) => each.section === section)) {
    if ('file' in step) write(step.file, step.text);
    else if (step.run in GOES_ON) await restart(step.run, GOES_ON[step.run] ?? '');
    else {
      const code = step.shown.some((line) => line.startsWith('error ')) ? 1 : 0;
      const said = await terminal('main').run(step.run, { code });
      unseen.push(...step.shown.filter((line) => !said.includes(line)));
    }
  }
  return unseen;
}

function write(file: string, text: string): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function terminal(name: string): Shell {
  const shell = terminals.get(name) ?? new Shell(folder, env);
  terminals.set(name, shell);
  return shell;
}

/** A command that goes on; what it was before is over. */
async function restart(command: string, says: string): Promise<void> {
  await terminals.get(command)?.interrupt();
  await terminal(command).start(command, says);
}

async function post(job: string, args: readonly unknown[], token = TOKEN): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  const body = JSON.stringify(args);
  return (await fetch(`${env['DROVER_INBOX']}/${job}`, { method: 'POST', body, headers })).status;
}

async function enqueueInSidekiq(): Promise<void> {
  const call = "await performInSidekiq('CleanupJob', [14], 'scheduled');";
  write(
    'enqueue.ts',
    `import { performInSidekiq } from './sidekiq.js';\n${call}\nprocess.exit();\n`,
  );
  await terminal('main').run('npx tsx enqueue.ts');
}
