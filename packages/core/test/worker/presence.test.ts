import type {
  ProcessCommand,
  ProcessDirectory,
  ProcessRecord,
} from '../../src/adapters/process-directory';
import { EventBus } from '../../src/events/event-bus';
import { Presence } from '../../src/worker/presence';
import type { Worker } from '../../src/worker/worker';
import { waitFor } from '../../../../tests/support/wait-for';

const clock = { now: () => 1000, random: () => 0 };
const { version } = require('../../package.json') as { version: string };

/** A directory that notes what it is told, and breaks, or loses its answers, when told to. */
function directory() {
  const told: (ProcessRecord | string)[] = [];
  const state: { broken: boolean; losing: boolean; command?: ProcessCommand | undefined } = {
    broken: false,
    losing: false,
  };
  const check = () => {
    if (state.broken) throw new Error('away');
  };
  const port: ProcessDirectory = {
    beat: async (record, ttl, heard) => {
      check();
      told.push({ ...record, ttl } as ProcessRecord);
      if (state.command === heard) state.command = undefined;
      if (state.losing) throw new Error('cut off');
      return state.command;
    },
    command: async () => true,
    list: async () => [],
    remove: async (id) => {
      check();
      told.push(`removed ${id}`);
    },
  };
  return { told, port, state };
}

function worker(overrides: Partial<Worker> = {}): Worker {
  const queues = [{ name: 'default' }];
  const own = { queues, concurrency: 5, isQuiet: false, isStopped: false, running: () => [] };
  return { ...own, ...overrides } as unknown as Worker;
}

function setUp(rhythm = { interval: 10, ttl: 60 }) {
  const { told, port, state } = directory();
  const errors: Error[] = [];
  const events = new EventBus(() => {});
  events.on('storeError', ({ error }) => errors.push(error));
  const presence = new Presence(
    { directory: port, clock, events, supervised: false, schedule: () => undefined },
    rhythm,
  );
  return { presence, told, state, errors, events };
}

test('a process announces itself at once, then again and again', async () => {
  const { presence, told } = setUp();
  presence.join(worker());
  await waitFor(() => told.length >= 3);
  await presence.leave();
  expect(told[0]).toMatchObject({
    pid: process.pid,
    version,
    startedAt: 1000,
    beatAt: 1000,
    queues: [{ name: 'default' }],
    concurrency: 5,
    busy: 0,
    quiet: false,
    ttl: 60,
  });
  expect((told[0] as ProcessRecord).rss).toBeGreaterThan(1e6);
});

test('it speaks for all its workers, and what they run', async () => {
  const { presence, told } = setUp({ interval: 60_000, ttl: 60_000 });
  const job = { id: '1', name: 'TestJob', queue: 'slow', since: 900 };
  presence.join(worker({ isQuiet: true }));
  presence.join(worker({ queues: [{ name: 'slow', weight: 2 }], running: () => [job] }));
  await waitFor(() => told.length === 2);
  expect(told[1]).toMatchObject({
    queues: [{ name: 'default' }, { name: 'slow', weight: 2 }],
    concurrency: 10,
    busy: 1,
    quiet: false,
    running: [job],
  });
  await presence.leave();
});

test('it leaves with its last worker, and once', async () => {
  const { presence, told } = setUp({ interval: 60_000, ttl: 60_000 });
  const [one, two] = [{ isStopped: false }, { isStopped: false }];
  presence.join(Object.assign(worker(), one));
  const last = Object.assign(worker(), two);
  presence.join(last);
  Object.assign(last, { isStopped: true });
  presence.renew();
  await waitFor(() => told.length === 3);
  expect(told[2]).toMatchObject({ concurrency: 5 });
  await Promise.all([presence.leave(), presence.leave()]);
  const { id } = told[0] as ProcessRecord;
  expect(told.slice(3)).toEqual([`removed ${id}`]);
});

test.each(['quiet', 'stop'] as const)(
  'told to %s, every worker does, as often as it is told',
  async (command) => {
    const { presence, told, state, events } = setUp();
    const heard: unknown[] = [];
    events.on('workerCommanded', (event) => heard.push(event));
    const did: string[] = [];
    const act = (which: string) => ({ [command]: async () => did.push(which) });
    presence.join(worker(act('one')));
    presence.join(worker(act('two')));
    expect(did).toEqual([]);
    state.command = command;
    await waitFor(() => did.length > 0);
    const beats = told.length;
    await waitFor(() => told.length > beats + 2);
    expect(did).toEqual(['one', 'two']);
    state.command = command;
    await waitFor(() => did.length > 2);
    await presence.leave();
    expect(did).toEqual(['one', 'two', 'one', 'two']);
    expect(heard).toEqual([{ command }, { command }]);
  },
);

test('it does what it is told once, whichever answers get lost', async () => {
  const { presence, told, state } = setUp();
  const did: string[] = [];
  const beats = async (count: number) => {
    const target = told.length + count;
    await waitFor(() => told.length > target);
  };
  presence.join(worker({ quiet: async () => void did.push('quiet') }));
  await beats(1);
  Object.assign(state, { losing: true, command: 'quiet' });
  await beats(3);
  expect(did).toEqual([]);
  state.losing = false;
  await waitFor(() => did.length === 1);
  state.losing = true;
  await beats(3);
  state.losing = false;
  await beats(3);
  expect(did).toEqual(['quiet']);
  expect(state.command).toBeUndefined();
  await presence.leave();
});

test('a directory that does not answer is reported once, until it answers again', async () => {
  const { presence, told, state, errors } = setUp();
  state.broken = true;
  presence.join(worker());
  await waitFor(() => errors.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(errors).toHaveLength(1);
  state.broken = false;
  await waitFor(() => told.length > 0);
  state.broken = true;
  await waitFor(() => errors.length === 2);
  await presence.leave();
});

test('a store that hangs does not hold up the end of a process', async () => {
  const never = new Promise<never>(() => {});
  const hanging = {
    ...{ beat: () => never, list: () => never, remove: () => never, command: () => never },
  };
  const presence = new Presence({
    ...{ directory: hanging, clock, events: new EventBus(() => {}) },
    ...{ supervised: false, schedule: () => undefined },
  });
  presence.join(worker());
  const startedAt = performance.now();
  await presence.leave();
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
