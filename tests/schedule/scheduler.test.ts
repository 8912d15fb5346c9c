import { setTimeout as pause } from 'node:timers/promises';
import { BeforeEnqueue, close, Cron, halt, Job, Unique, type JobClass } from '@drover/core';
import { setupFake, type Fake } from '@drover/testing';
import { JobRegistry } from '../../packages/core/src/registry/job-registry';
import { readDeclarations } from '../../packages/core/src/schedule/read-declarations';
import type { Scheduler } from '../../packages/core/src/schedule/scheduler';
import { CleanupJob } from '../../packages/core/test/schedule/jobs';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1, 12, 0, 30);

@Cron('* * * * *')
class MinutelyJob extends Job {
  async perform(): Promise<void> {}
}

@Cron('* * * * *', { overlap: 'skip' })
class SlowJob extends Job {
  async perform(): Promise<void> {}
}

@Cron('* * * * *')
class HaltedJob extends Job {
  @BeforeEnqueue()
  refuse(): void {
    halt();
  }

  async perform(): Promise<void> {}
}

@Cron('* * * * *')
class FlakyJob extends Job {
  static failures = 0;

  @BeforeEnqueue()
  fail(): void {
    FlakyJob.failures -= 1;
    if (FlakyJob.failures >= 0) throw new Error('no database');
  }

  async perform(): Promise<void> {}
}

@Unique('1 hour')
@Cron('* * * * *')
class OnceJob extends Job {
  async perform(): Promise<void> {}
}

@Cron('* * * * *', {
  args: ['42', { deep: new Date(0) }],
  queue: 'scheduled',
  jitter: '10 seconds',
  dateAsArgument: true,
})
class ParticularJob extends Job {
  async perform(..._args: unknown[]): Promise<void> {}
}

interface Stage extends Fake {
  readonly scheduler: Scheduler;
  readonly events: { readonly name: string; readonly [what: string]: unknown }[];
  /** Another process with the same declarations. */
  readonly another: () => Promise<Scheduler>;
  /** Turns the clock on, looking at the schedule at every second. */
  readonly pass: (milliseconds: number) => Promise<void>;
}

async function stage(...jobs: JobClass[]): Promise<Stage> {
  const fake = setupFake({ jobs, now: START, schedule: false, random: () => 0.5 });
  return stageOn(fake);
}

async function stageOn(fake: Fake): Promise<Stage> {
  const { app, clock } = fake;
  const { registry, serializer } = app;
  const events: Stage['events'] = [];
  for (const kind of ['tickSkipped', 'tickFailed', 'tickUnknown', 'scheduleInstalled'] as const)
    app.events.on(kind, (event) => events.push({ kind, name: '', ...event }));
  const another = async () => {
    const declarations = await readDeclarations(undefined, { registry, serializer, variables: {} });
    return app.scheduling.scheduler(declarations);
  };
  const scheduler = await another();
  await scheduler.turn();
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 1000) {
      clock.advance(1000);
      await scheduler.turn();
    }
  };
  return { ...fake, scheduler, events, another, pass };
}

const idsOf = ({ adapter }: Fake) => adapter.enqueued.map(({ id }) => id);

afterEach(() => close());

test('a start waits until a slow store has what is declared', async () => {
  const { another, adapter, events } = await stage(MinutelyJob);
  const store = await adapter.schedule();
  const install = store.install.bind(store);
  store.install = async (...declared) => {
    await pause(1500);
    return install(...declared);
  };
  events.length = 0;
  const slow = await another();
  await slow.start();
  expect(events).toMatchObject([{ kind: 'scheduleInstalled' }]);
  await slow.stop();
});

test('a tick enqueues the class at its time, under an id that tells both', async () => {
  const { pass, adapter, ...fake } = await stage(MinutelyJob);
  await pass(29_000);
  expect(adapter.enqueued).toEqual([]);
  await pass(1000);
  expect(adapter.enqueued).toMatchObject([
    { id: 'MinutelyJob@20260101T120100Z', name: 'MinutelyJob', enqueuedAt: START + 30_000 },
  ]);
  await pass(5 * MINUTE);
  expect(idsOf({ ...fake, adapter })).toHaveLength(6);
});

test('three processes enqueue each tick once', async () => {
  const { clock, adapter, another, scheduler } = await stage(MinutelyJob);
  const others = [await another(), await another()];
  for (let minute = 0; minute < 10; minute += 1) {
    clock.advance(MINUTE);
    await Promise.all([scheduler, ...others].map((each) => each.turn()));
  }
  expect(new Set(adapter.enqueued.map(({ id }) => id)).size).toBe(10);
  expect(adapter.enqueued).toHaveLength(10);
});

test('the next look is at the next tick, or in five seconds for what others changed', async () => {
  const { scheduler, clock } = await stage(MinutelyJob);
  expect(await scheduler.turn()).toBe(START + 5000);
  clock.advance(27_000);
  expect(await scheduler.turn()).toBe(START + 30_000);
});

test('arguments, queue, chance and the time of the tick reach the job', async () => {
  const { pass, adapter } = await stage(ParticularJob);
  await pass(30_000);
  const tick = START + 30_000;
  expect(adapter.enqueued).toMatchObject([{ queue: 'scheduled', scheduledAt: tick + 5000 }]);
  expect(adapter.enqueued[0]?.data.args).toEqual([
    '42',
    { deep: { $date: '1970-01-01T00:00:00.000Z' } },
    tick / 1000,
  ]);
});

test('a tick that was missed while nobody was there is made up once within the grace', async () => {
  const { clock, another, adapter, pass } = await stage(MinutelyJob);
  await pass(30_000);
  clock.advance(5 * MINUTE + 20_000);
  const next = await another();
  await next.turn();
  await next.turn();
  expect(adapter.enqueued.map(({ id }) => id)).toEqual([
    'MinutelyJob@20260101T120100Z',
    'MinutelyJob@20260101T120600Z',
  ]);
});

test('beyond the grace it is left out, and told of once', async () => {
  const hourly = class HourlyJob extends MinutelyJob {};
  Cron('0 * * * *', { grace: '30 seconds' })(hourly);
  const { clock, another, adapter, events } = await stage(hourly);
  clock.advance(61 * MINUTE);
  const later = [await another(), await another()];
  for (const each of later) await each.turn();
  expect(adapter.enqueued).toEqual([]);
  expect(events.filter(({ kind }) => kind === 'tickSkipped')).toEqual([
    {
      kind: 'tickSkipped',
      name: 'HourlyJob',
      tick: START + 30_000 + 59 * MINUTE,
      because: 'missed',
    },
  ]);
});

test('a process that was late for several ticks makes up each of them', async () => {
  const fast = class FastJob extends MinutelyJob {};
  Cron('* * * * * *')(fast);
  const { clock, scheduler, adapter } = await stage(fast);
  clock.advance(4000);
  await scheduler.turn();
  expect(adapter.enqueued).toHaveLength(4);
});

test('a process that dies between taking a tick and storing its job leaves it to another', async () => {
  const { app, clock, adapter, scheduler } = await stage(MinutelyJob);
  const store = await adapter.schedule();
  const [entry] = await store.entries();
  const tick = START + 30_000;
  clock.travelTo(tick);
  const claim = { name: 'MinutelyJob', revision: entry?.revision ?? '', tick, now: tick };
  expect(await store.claim({ ...claim, patience: 5000 })).toBe('granted');
  await scheduler.turn();
  expect(adapter.enqueued).toEqual([]);
  clock.advance(4999);
  await scheduler.turn();
  expect(adapter.enqueued).toEqual([]);
  clock.advance(1);
  expect(await scheduler.turn()).toBeGreaterThan(clock.now());
  expect(adapter.enqueued.map(({ id }) => id)).toEqual(['MinutelyJob@20260101T120100Z']);
  expect((await app.schedule.list())[0]?.last).toMatchObject({ outcome: 'enqueued' });
});

test('and so does one that starts after it', async () => {
  const { clock, adapter, another } = await stage(MinutelyJob);
  const store = await adapter.schedule();
  const [entry] = await store.entries();
  const tick = START + 30_000;
  const claim = { name: 'MinutelyJob', revision: entry?.revision ?? '', tick, patience: 5000 };
  await store.claim({ ...claim, now: tick });
  clock.travelTo(tick + 6000);
  const next = await another();
  await next.turn();
  expect(adapter.enqueued.map(({ id }) => id)).toEqual(['MinutelyJob@20260101T120100Z']);
});

test('a tick whose job cannot be enqueued is tried again while its grace lasts', async () => {
  const { pass, adapter, events } = await stage(FlakyJob);
  FlakyJob.failures = 2;
  await pass(45_000);
  expect(events.filter(({ kind }) => kind === 'tickFailed')).toMatchObject([
    { name: 'FlakyJob', tick: START + 30_000, error: { message: 'no database' } },
    { name: 'FlakyJob', tick: START + 30_000 },
  ]);
  expect(adapter.enqueued.map(({ id }) => id)).toEqual(['FlakyJob@20260101T120100Z']);
});

test('and then told of as missed', async () => {
  const { pass, adapter, events } = await stage(FlakyJob);
  FlakyJob.failures = Infinity;
  await pass(30_000 + 66_000);
  expect(adapter.enqueued).toEqual([]);
  expect(events.filter(({ kind }) => kind === 'tickSkipped')).toMatchObject([
    { name: 'FlakyJob', tick: START + 30_000, because: 'missed' },
  ]);
});

test('overlap: skip leaves a tick out while the job before waits or runs', async () => {
  const { pass, adapter, events } = await stage(SlowJob);
  await pass(90_000);
  expect(adapter.enqueued).toHaveLength(1);
  expect(events.filter(({ kind }) => kind === 'tickSkipped')).toMatchObject([
    { name: 'SlowJob', because: 'overlapping' },
  ]);
  await adapter.drain();
  await pass(MINUTE);
  expect(adapter.enqueued.map(({ id }) => id)).toEqual(['SlowJob@20260101T120300Z']);
});

test('jobs may overlap unless the entry says otherwise', async () => {
  const { pass, adapter } = await stage(MinutelyJob);
  await pass(2 * MINUTE);
  expect(adapter.enqueued).toHaveLength(2);
});

test('what a hook halts or a lock refuses is known of the tick', async () => {
  const { app, pass } = await stage(HaltedJob, OnceJob);
  await pass(MINUTE + 30_000);
  const outcomes = Object.fromEntries(
    (await app.schedule.list()).map(({ name, last }) => [name, last?.outcome]),
  );
  expect(outcomes).toEqual({ HaltedJob: 'halted', OnceJob: 'duplicate' });
});

test('an entry that is disabled does not fire, and makes up nothing when it is enabled', async () => {
  const { app, pass, adapter } = await stage(MinutelyJob);
  await app.schedule.disable('MinutelyJob');
  await pass(3 * MINUTE);
  expect(adapter.enqueued).toEqual([]);
  await app.schedule.enable('MinutelyJob');
  await pass(MINUTE);
  expect(adapter.enqueued.map(({ id }) => id)).toEqual(['MinutelyJob@20260101T120400Z']);
});

test('a change is obeyed at once, by a process that has not seen it yet too', async () => {
  const { app, clock, scheduler, adapter } = await stage();
  await app.schedule.add('cleanup', { job: CleanupJob, cron: '* * * * *' });
  app.registry.register(CleanupJob);
  clock.travelTo(START + 29_900);
  await scheduler.turn();
  await app.schedule.update('cleanup', { cron: '30 * * * *' });
  clock.travelTo(START + 30_000);
  await scheduler.turn();
  expect(adapter.enqueued).toEqual([]);
  await app.schedule.remove('cleanup');
  clock.travelTo(START + 31 * MINUTE);
  await scheduler.turn();
  expect(adapter.enqueued).toEqual([]);
});

test('an entry whose class nobody here knows warns once a minute, and nothing else', async () => {
  const { app, pass, adapter, events } = await stage();
  await app.schedule.add('stranger', { job: MinutelyJob, cron: '* * * * * *' });
  await pass(2 * MINUTE);
  const warnings = events.filter(({ kind }) => kind === 'tickUnknown');
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toMatchObject({ name: 'stranger', job: 'MinutelyJob' });
  expect(adapter.enqueued).toEqual([]);
});

test('an entry of code survives what the next release declares', async () => {
  const fake = setupFake({ jobs: [MinutelyJob, CleanupJob], now: START, schedule: false });
  const old = await stageOn(fake);
  await old.app.schedule.add('tenant', { job: CleanupJob, every: '1 hour' });
  expect((await old.app.schedule.list()).map(({ name }) => name)).toEqual([
    'MinutelyJob',
    'tenant',
  ]);
  const { serializer } = fake.app;
  const declarations = await readDeclarations(undefined, {
    registry: new JobRegistry(),
    serializer,
    variables: {},
  });
  await (await fake.app.scheduling.scheduler(declarations)).turn();
  expect((await old.app.schedule.list()).map(({ name }) => name)).toEqual(['tenant']);
});
