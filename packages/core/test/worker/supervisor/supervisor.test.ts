import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitFor } from '../../../../../tests/support/wait-for';
import { systemClock } from '../../../src/support/clock';
import { Child } from '../../../src/worker/supervisor/child';
import { Supervisor } from '../../../src/worker/supervisor/supervisor';
import type { SupervisorEvent } from '../../../src/worker/supervisor/supervisor-event';

/** Speaks as a worker does. It fails when there is a file 'broken', and grows when there is one 'large'. */
const SCRIPT = `
  const { existsSync } = require('node:fs');
  const path = require('node:path');
  if (existsSync(path.join(__dirname, 'broken'))) process.exit(1);
  const isLarge = existsSync(path.join(__dirname, 'large'));
  process.on('message', ({ kind, signal, id }) => {
    if (kind === 'look') {
      const state = { rss: isLarge ? 2000 : 10, readiness: { ready: true } };
      process.send({ kind: 'state', id, state });
    } else if (signal === 'SIGTERM') process.exit(0);
  });
  process.send({ kind: 'ready', timeout: 1000 });
`;

let folder: string;
let supervisor: Supervisor;
let events: SupervisorEvent[];
let children: Child[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'drover-supervisor-'));
  writeFileSync(path.join(folder, 'worker.js'), SCRIPT);
  events = [];
  children = [];
});

afterEach(async () => {
  supervisor.stop('SIGTERM');
  await supervisor.over;
  rmSync(folder, { recursive: true, force: true });
});

function supervise({ maxMemory }: { maxMemory?: number } = {}): Supervisor {
  supervisor = new Supervisor({
    processes: 2,
    maxMemory,
    memoryInterval: 50,
    tell: (event) => void events.push(event),
    start: (number) => {
      const process = fork(path.join(folder, 'worker.js'), { execArgv: [] });
      const child = new Child(number, process, systemClock);
      children.push(child);
      return child;
    },
  });
  supervisor.start();
  return supervisor;
}

const flag = (name: string) => writeFileSync(path.join(folder, name), '');
const kinds = () => events.map(({ kind }) => kind);
const isReady = async () => (await supervisor.look()).ready;
const working = () => waitFor(isReady, { what: 'both to work' });

test('it is ready when every child is, and stops with 0 when all stop in good order', async () => {
  supervise();
  await working();
  expect(await supervisor.look()).toMatchObject({ processes: [{ number: 1 }, { number: 2 }] });
  supervisor.stop('SIGTERM');
  expect(await supervisor.over).toBe(0);
});

test('a child that was killed is started again, and the other goes on', async () => {
  supervise();
  await working();
  const [first = 0, second = 0] = children.map(({ pid }) => pid);
  process.kill(first, 'SIGKILL');
  await waitFor(() => children.length === 3, { what: 'another child' });
  await working();
  const died = events.find(({ kind }) => kind === 'died');
  expect(died).toMatchObject({ number: 1, pid: first, end: { signal: 'SIGKILL' }, wait: 1000 });
  expect(() => process.kill(second, 0)).not.toThrow();
});

test('a child that ends with an error before it ever worked stops all, with 1', async () => {
  flag('broken');
  supervise();
  expect(await supervisor.over).toBe(1);
  expect(children).toHaveLength(2);
  expect(kinds()).toContain('gaveUp');
});

test('a restart replaces every child, one at a time, and never stops one before another works', async () => {
  supervise();
  await working();
  supervisor.restart();
  await waitFor(() => kinds().includes('restarted'), { what: 'the restart' });
  expect(kinds()).toEqual([
    ...['started', 'started', 'restarting'],
    ...['started', 'stopped', 'started', 'stopped', 'restarted'],
  ]);
  expect(children).toHaveLength(4);
  expect(await isReady()).toBe(true);
});

test('a restart ends at the first child that does not come to work, and the old ones go on', async () => {
  supervise();
  await working();
  flag('broken');
  supervisor.restart();
  await waitFor(() => kinds().includes('restartAborted'), { what: 'the restart to end' });
  expect(kinds()).not.toContain('stopped');
  expect(await isReady()).toBe(true);
});

test('a child that takes more memory than it may is replaced', async () => {
  flag('large');
  supervise({ maxMemory: 1000 });
  const tooLarge = () => events.flatMap((event) => (event.kind === 'tooLarge' ? [event] : []));
  const numbers = () => new Set(tooLarge().map(({ number }) => number));
  await waitFor(() => numbers().size === 2, { what: 'the look at the memory' });
  rmSync(path.join(folder, 'large'));
  const outgrown = () => new Set(tooLarge().map(({ pid }) => pid));
  const isOver = async () => {
    const { processes = [] } = await supervisor.look();
    return processes.every(({ pid = 0, ready }) => ready && !outgrown().has(pid));
  };
  await waitFor(isOver, { what: 'both to be replaced' });
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'tooLarge', rss: 2000, limit: 1000 }),
  );
});

test('a child that does not stop in its time is killed, and that is not in good order', async () => {
  writeFileSync(
    path.join(folder, 'worker.js'),
    `process.on('message', () => {}); process.send({ kind: 'ready', timeout: -9900 });`,
  );
  supervise();
  await Promise.all(children.map(({ ready }) => ready));
  supervisor.stop('SIGTERM');
  expect(await supervisor.over).toBe(1);
});
