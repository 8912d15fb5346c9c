import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { NodeProcess } from './support/node-process';
import { testRedisUrl, withRedis } from './support/redis';
import { waitFor } from './support/wait-for';

const HELPDESK = path.join(__dirname, '../examples/helpdesk');

const SUMMARY = [
  'Job                         enqueued  performed    retried  discarded     failed   effect',
  'ResolveConversationJob             3          3          0          0          0   2 resolved',
  'ReopenCheckJob                     2          2          0          0          0   1 reopened',
  'WebhookDeliveryJob                 6         13          7          3          0   3 delivered, 1 disabled',
  'WebhookProcessorJob                4          4          0          0          1',
  'ProcessIncomingMessageJob          3          3          0          0          0   2 stored',
  'SendEmailJob                       8          8          0          0          0   8 e-mails sent',
  'BulkContactUpdateJob               1          1          0          0          0   250 contacts updated',
  'DailyReportJob                     1          1          0          0          0',
  'ReportGenerationJob                4          4          0          0          0   4 generated',
  'ReportDigestJob                    1          1          0          0          0   1 told of all reports of the day',
  'ExternalApiJob                     4          8          4          1          1   2 synced',
  'CleanupJob                         1          1          0          0          0',
  '',
  'Done: every job ended as expected.',
];

const ACCOUNT = [
  /enqueued +ResolveConversationJob .* on critical \(2/,
  /enqueued +ReopenCheckJob .* on default, due in 3\.00 s/,
  /performed +WebhookDeliveryJob .* \[run 3\]/,
  /retried +WebhookDeliveryJob .* in 0\.18 s \(18 s at normal speed\) because Error: Webhook delivery failed: 500 \[run 2\]/,
  /retried +WebhookDeliveryJob .* because TimeoutError: /,
  /discarded +WebhookDeliveryJob .* because NotFound: .*\/hooks\/gone is gone/,
  /discarded +WebhookDeliveryJob .* because NotFound: Couldn't find Webhook with id 6/,
  /discarded +WebhookDeliveryJob .* because Error: Webhook delivery failed: 503 \[run 5\]/,
  /failed +WebhookProcessorJob .* because Error: No webhook processor for 'fax'/,
  /retried +ExternalApiJob .* because ReadTimeout: /,
  /retried +ExternalApiJob .* because RateLimited: Asked to come back in 20 seconds/,
  /discarded +ExternalApiJob .* because RecordInvalid: /,
  /failed +ExternalApiJob .* because ConnectionError: .* \[run 3\]/,
];

describe('the demo', () => {
  it('does all its work on the embedded store and ends with 0', async () => {
    const demo = startDemo(['--once'], {});
    expect(await demo.exitCode()).toBe(0);
    expect(demo.output()).toContain('Store: embedded');
    expectWholeAccount(demo.output());
  });

  it('does the same on Redis, and leaves nothing behind', async () => {
    const HELPDESK_NAMESPACE = `demo-test-${process.pid}`;
    const demo = startDemo(['--once'], { REDIS_URL: testRedisUrl(), HELPDESK_NAMESPACE });
    expect(await demo.exitCode()).toBe(0);
    expect(demo.output()).toContain('Store: redis');
    expectWholeAccount(demo.output());
    const left = await withRedis(testRedisUrl(), (redis) => redis.keys(`${HELPDESK_NAMESPACE}:*`));
    expect(left).toEqual([]);
  });

  it('stays up, takes more work, and stops at Ctrl-C', async () => {
    const demo = startDemo([], { REDIS_URL: testRedisUrl() });
    await waitFor(() => demo.output().includes('stays up on'));
    const [url = ''] = /http:\/\/[\d.]+:\d+/.exec(demo.output()) ?? [];

    const answer = await fetch(`${url}/conversations/5/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ body: 'And thank you.' }),
    });
    expect(answer.status).toBe(202);
    await waitFor(async () => (await lastMail(url))?.body === 'And thank you.');

    await expectBoard(url, demo.output());

    demo.interrupt();
    expect(await demo.exitCode()).toBe(0);
  });
});

test('its schedule, and everything else that a worker would load, is found to be right', async () => {
  const check = NodeProcess.drover(['check', '--json'], { cwd: HELPDESK });
  const { code, stdout } = await check.exit;
  expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, errors: [] });
});

function expectWholeAccount(output: string): void {
  for (const line of ACCOUNT) expect(output).toMatch(line);
  expect(output.trimEnd().split('\n').slice(-SUMMARY.length)).toEqual(SUMMARY);
}

/** It sends strangers to the login, and shows users what the jobs did. */
async function expectBoard(url: string, output: string): Promise<void> {
  expect(output).toContain(`Its board: ${url}/jobs, as ada@acme.test`);
  const stranger = await fetch(`${url}/jobs/api/queues`, { redirect: 'manual' });
  expect([stranger.status, stranger.headers.get('location')]).toEqual([302, '/login']);
  const body = new URLSearchParams({ email: 'ada@acme.test', password: 'drover' });
  const login = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
  const [cookie = ''] = login.headers.getSetCookie();
  const answer = await fetch(`${url}/jobs/api/stats`, { headers: { cookie } });
  expect(await answer.json()).toMatchObject({ jobs: { failed: 2 } });
}

async function lastMail(url: string): Promise<{ body: string } | undefined> {
  const { outbox } = (await (await fetch(url)).json()) as { outbox: { body: string }[] };
  return outbox.at(-1);
}

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

function startDemo(args: string[], environment: Record<string, string>) {
  const { REDIS_URL: _, DROVER_URL: __, FORCE_COLOR: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo.ts', ...args], {
    cwd: HELPDESK,
    env: { ...inherited, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const closed = once(child, 'close').finally(() => running.delete(child));
  return {
    output: () => output,
    interrupt: () => child.kill('SIGINT'),
    async exitCode(): Promise<number | null> {
      const [code] = (await closed) as [number | null];
      if (code !== 0) process.stderr.write(output);
      return code;
    },
  };
}
