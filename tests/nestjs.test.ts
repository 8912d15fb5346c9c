import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { NodeProcess } from './support/node-process';
import { testRedisUrl, uniqueNamespace } from './support/redis';
import { ROOT } from './support/snippets';

const cwd = path.join(ROOT, 'examples/nestjs');
const started: NodeProcess[] = [];

beforeAll(() => {
  const tsc = path.join(ROOT, 'node_modules/.bin/tsc');
  const { status, stdout } = spawnSync(tsc, ['-b', cwd], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
});
afterEach(() => Promise.all(started.splice(0).map((each) => each.stop())));

test('a request enqueues, a worker of its own performs with services, and SIGTERM closes them last', async () => {
  const env = { REDIS_URL: testRedisUrl(), NAMESPACE: uniqueNamespace() };
  const url = await serve(env);
  const worker = await NodeProcess.worker([], { cwd, env });
  started.push(worker);

  const receipt = await order(url, 'ada@example.com');
  await worker.hasSaid('Sending to ada@example.com');
  worker.kill('SIGTERM');
  const { code, stdout } = await worker.exit;
  expect(code).toBe(0);
  expect(stdout).toMatch(/Mail to ada@example\.com: Order 7 .*: 700 cents[^]*The mailer is closed/);
  expect(await receipt()).toMatchObject({
    state: 'completed',
    result: 'mailed to ada@example.com',
  });
  const stats = await fetch(`${url}/jobs/api/stats`);
  expect(await stats.json()).toMatchObject({ jobs: { completed: 1 } });
  expect((await fetch(`${url}/jobs/`)).status).toBe(200);
});

test('on the embedded store the server works its queues itself, and closes in the same order', async () => {
  const url = await serve({});
  const [server] = started;
  const receipt = await order(url, 'eve@example.com');
  await server?.hasSaid('Sending to eve@example.com');
  server?.kill('SIGTERM');
  const { code, stdout } = (await server?.exit) ?? {};
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/Mail to eve@example\.com[^]*The mailer is closed/) as string,
  });
  await expect(receipt()).rejects.toThrow('fetch failed');
});

test('commands boot the application, and print nothing of it', async () => {
  const env = { REDIS_URL: testRedisUrl(), NAMESPACE: uniqueNamespace() };
  const jobs = await NodeProcess.drover(['jobs', '--json'], { cwd, env }).exit;
  expect(jobs).toMatchObject({ code: 0, stderr: '' });
  expect(jobs.stdout).toContain('ReceiptJob');
});

test('its own tests pass: jobs have the services of a testing module', async () => {
  const { code, stdout } = await new NodeProcess(['--test', 'dist/jobs/receipt.test.js'], { cwd })
    .exit;
  expect({ code, stdout }).toMatchObject({ code: 0 });
});

/** Resolves to its address. */
async function serve(env: Readonly<Record<string, string>>): Promise<string> {
  const server = new NodeProcess(['dist/main.js'], { cwd, env: { PORT: '0', ...env } });
  started.push(server);
  await server.hasSaid('Listening on');
  return /Listening on (\S+)/.exec(server.stdout)?.[1] ?? '';
}

/** Asks for a receipt; resolves to what asks after it. */
async function order(url: string, to: string): Promise<() => Promise<object>> {
  const answer = await fetch(`${url}/orders/7/receipts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to }),
  });
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as { id: string };
  return async () => (await (await fetch(`${url}/orders/7/receipts/${id}`)).json()) as object;
}
