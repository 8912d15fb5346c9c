import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { board } from '@drover/board';
import { expectEnqueued, fakeQueues } from '@drover/testing';
import express from 'express';
import { GreetJob, withWorker } from './greet.js';

const BORN = new Date('1815-12-10');

void withWorker(async () => {
  const job = await GreetJob.performLater('Ada', BORN);
  console.log(await job.result());
  console.log(`The board answers ${await answerOfBoard()}`);
  await fakeQueues(async () => {
    await GreetJob.performLater('Ada', BORN);
    expectEnqueued(GreetJob).with('Ada', BORN).onQueue('greetings').once();
  });
});

async function answerOfBoard(): Promise<number> {
  const app = express().use('/jobs', board({ authorize: () => 'read' }));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/jobs/api/queues`);
  await response.text();
  server.close();
  return response.status;
}
