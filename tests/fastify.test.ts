import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { board } from '@drover/board';
import { close, configure, Job, queue, startWorker } from '@drover/core';
import express, { type Express } from 'express';
import fastify from 'fastify';
import { freePort } from './support/free-port';
import { NodeProcess } from './support/node-process';
import { stepsOf } from './support/page-steps';
import { Project } from './support/project';
import { testRedisUrl, uniqueNamespace } from './support/redis';
import { waitFor } from './support/wait-for';

const performed: string[] = [];
let namespace: string;

class GreetJob extends Job {
  async perform(name: string) {
    performed.push(name);
  }
}

beforeEach(() => {
  namespace = uniqueNamespace();
  configure({ store: testRedisUrl(), namespace, jobs: [GreetJob], logLevel: 'silent' });
});
afterEach(close);

describe('the Fastify server of the page', () => {
  let project: Project;
  let server: NodeProcess;
  let url: string;

  beforeEach(async () => {
    const port = await freePort();
    url = `http://localhost:${port}`;
    project = new Project({
      type: 'module',
      packages: ['tsx', '@drover/board', '@fastify/express', 'fastify'],
      files: { 'server.ts': serverOfPage(port) },
    });
    server = new NodeProcess(['--import', 'tsx', 'server.ts'], { cwd: project.folder });
    await waitFor(async () => !server.running || (await fetch(url)));
  });
  afterEach(async () => {
    await server.stop();
    project.remove();
  });

  test('enqueues in a route, and has the board with its files and its changes', async () => {
    expect((await fetch(`${url}/greetings/Ada`, { method: 'POST' })).status).toBe(202);
    await expectBoard(url);
  });

  test('at SIGTERM lets a request under way enqueue, and ends though its client keeps the connection', async () => {
    const late = request(`${url}/greetings/Eve`, {
      method: 'POST',
      agent: new Agent({ keepAlive: true }),
      headers: { expect: '100-continue', 'content-type': 'application/json' },
    });
    const answer = once(late, 'response') as Promise<[IncomingMessage]>;
    late.flushHeaders();
    await once(late, 'continue');
    server.kill('SIGTERM');
    await waitFor(() =>
      fetch(url)
        .then(() => false)
        .catch(() => true),
    );
    late.end('{}');
    const [{ statusCode }] = await answer;
    expect(statusCode).toBe(202);
    // Fastify itself would leave the connection open for 72 s.
    await waitFor(() => !server.running, { timeout: 20_000, what: 'the server to end' });
    expect(await server.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await queue('default').size()).toBe(1);
  });
});

test('when Fastify closes, a worker of its process stops', async () => {
  const app = fastify();
  app.addHook('onClose', close);
  const worker = await startWorker();
  await GreetJob.performLater('Ada');
  await waitFor(() => performed.includes('Ada'));
  await app.close();
  expect(worker.isStopped).toBe(true);
});

test('beside any other server of node:http the board needs an Express of its own', async () => {
  const own: Express = express().use('/jobs', board({ authorize: () => 'write' }));
  const server = createServer((incoming, response) => {
    if (incoming.url?.startsWith('/jobs')) own(incoming, response);
    else response.end('not the board');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await GreetJob.performLater('Ada');
    await expectBoard(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

async function expectBoard(url: string): Promise<void> {
  const home = await fetch(`${url}/jobs/`);
  const html = await home.text();
  const [, style = ''] = /href="([^"]+\.css)"/.exec(html) ?? [];
  expect(html).toContain('<base href="/jobs/"');
  expect((await fetch(new URL(style, `${url}/jobs/`))).status).toBe(200);
  const pause = await fetch(`${url}/jobs/api/queues/default/pause`, {
    method: 'PUT',
    headers: { origin: url },
  });
  expect(pause.status).toBe(200);
  const stats = await fetch(`${url}/jobs/api/stats`);
  expect(await stats.json()).toMatchObject({
    jobs: { waiting: 1 },
    queues: [{ name: 'default', paused: true }],
  });
}

function serverOfPage(port: number): string {
  const steps = stepsOf('docs/nextjs-and-fastify.md');
  const [text = ''] = steps.flatMap((step) =>
    'file' in step && step.file === 'server.ts' ? step.text : [],
  );
  return text
    .replace("'redis://127.0.0.1:6379'", `'${testRedisUrl()}', namespace: '${namespace}'`)
    .replace('3000', String(port))
    .replace(/declare function isAdmin.*/, 'const isAdmin = () => true;');
}
