import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { board } from '@drover/board';
import { close, configure, Job, startWorker } from '@drover/core';
import fastifyExpress from '@fastify/express';
import express, { type Express } from 'express';
import fastify, { type FastifyInstance } from 'fastify';
import { testRedisUrl, uniqueNamespace } from './support/redis';
import { waitFor } from './support/wait-for';

let performed: string[] = [];

class GreetJob extends Job {
  async perform(name: string) {
    performed.push(name);
    return `Hello ${name}`;
  }
}

beforeEach(() => {
  performed = [];
  const namespace = uniqueNamespace();
  configure({ store: testRedisUrl(), namespace, jobs: [GreetJob], logLevel: 'silent' });
});
afterEach(close);

const openBoard = () => board({ authorize: () => 'write' });

async function buildApp(): Promise<FastifyInstance> {
  const app = fastify();
  await app.register(fastifyExpress);
  app.use('/jobs', openBoard());
  app.post<{ Params: { name: string } }>('/greetings/:name', async ({ params }, reply) => {
    const { id } = await GreetJob.performLater(params.name);
    return reply.code(202).send({ id });
  });
  app.addHook('onClose', close);
  return app;
}

test('under Fastify a route enqueues, and the board is there with its files and its changes', async () => {
  const app = await buildApp();
  const url = await app.listen({ port: 0 });
  expect((await fetch(`${url}/greetings/Ada`, { method: 'POST' })).status).toBe(202);
  await expectBoard(url);
  await app.close();
});

test('when Fastify closes, a request under way still enqueues, and the worker stops behind it', async () => {
  const app = await buildApp();
  const gate = new EventEmitter();
  app.post('/late', async (_, reply) => {
    gate.emit('arrived');
    await once(gate, 'released');
    const { enqueued } = await GreetJob.performLater('Eve');
    // Or Fastify would wait for the client to let its connection go.
    return reply.header('connection', 'close').send({ enqueued });
  });
  const url = await app.listen({ port: 0 });
  const worker = await startWorker();
  const arrived = once(gate, 'arrived');
  const late = fetch(`${url}/late`, { method: 'POST' });
  await arrived;
  const closed = app.close();
  expect(worker.isStopped).toBe(false);
  gate.emit('released');
  expect(await (await late).json()).toEqual({ enqueued: true });
  await waitFor(() => performed.includes('Eve'));
  await closed;
  expect(worker.isStopped).toBe(true);
});

test('beside any other server of node:http the board needs an Express of its own', async () => {
  const own: Express = express().use('/jobs', openBoard());
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/jobs')) own(request, response);
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
