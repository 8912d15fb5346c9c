import { toWorkSettings } from '../../src/worker/work-settings';
import { planWork } from '../../src/worker/work-plan';

const nothing = {};

function known(declared: readonly string[] = ['default'], stored: readonly string[] = []) {
  let asked = 0;
  return {
    declared,
    inStore: async () => {
      asked += 1;
      return stored;
    },
    timesAsked: () => asked,
  };
}

const said = (choices: Parameters<typeof toWorkSettings>[1]) => toWorkSettings('test', choices);

test('when nobody says anything, the declared queues are served with equal weights', async () => {
  expect(await planWork(nothing, [nothing, nothing], known(['default', 'low']))).toEqual({
    capsules: [
      {
        name: 'default',
        queues: [
          { name: 'default', weight: 1 },
          { name: 'low', weight: 1 },
        ],
        concurrency: 10,
      },
    ],
    timeout: 25_000,
  });
});

test('the first who says something wins, setting by setting', async () => {
  const flags = said({ concurrency: 2 });
  const code = said({ queues: ['code'], concurrency: 3 });
  const file = { queues: [{ name: 'file' }], capsules: [], concurrency: 4, timeout: 5000 };
  expect(await planWork(flags, [code, file], known())).toEqual({
    capsules: [{ name: 'default', queues: [{ name: 'code' }], concurrency: 2 }],
    timeout: 5000,
  });
});

test('a timeout of 0 is said', async () => {
  const plan = await planWork(said({ timeout: 0 }), [said({ timeout: '1 minute' })], known());
  expect(plan.timeout).toBe(0);
});

test('a file that names no queues leaves them to the job classes', async () => {
  const file = { queues: [], capsules: [], concurrency: 4, timeout: undefined };
  const { capsules } = await planWork(nothing, [nothing, file], known(['a']));
  expect(capsules).toEqual([
    { name: 'default', queues: [{ name: 'a', weight: 1 }], concurrency: 4 },
  ]);
});

test('a capsule takes its queues out of those nobody named, and has the worker’s concurrency', async () => {
  const code = said({
    capsules: { serial: { queues: ['imports'], concurrency: 1 }, slow: { queues: ['reports'] } },
  });
  const { capsules } = await planWork(nothing, [code], known(['default', 'imports', 'reports']));
  expect(capsules).toEqual([
    { name: 'default', queues: [{ name: 'default', weight: 1 }], concurrency: 10 },
    { name: 'serial', queues: [{ name: 'imports' }], concurrency: 1 },
    { name: 'slow', queues: [{ name: 'reports' }], concurrency: 10 },
  ]);
});

test('when capsules have every queue, they are all there is', async () => {
  const code = said({ capsules: { serial: { queues: ['default'] } } });
  const { capsules } = await planWork(nothing, [code], known(['default']));
  expect(capsules.map(({ name }) => name)).toEqual(['serial']);
});

test('a worker that is given queues serves no configured capsule', async () => {
  const code = said({ capsules: { serial: { queues: ['imports'] } } });
  const { capsules } = await planWork(said({ queues: ['critical'] }), [code], known());
  expect(capsules.map(({ queues }) => queues)).toEqual([[{ name: 'critical' }]]);
});

test('a pattern stands for the declared and the stored queues that nobody names', async () => {
  const code = said({
    queues: [
      ['critical', 6],
      ['staging*', 2],
    ],
    capsules: { serial: { queues: ['staging_imports'], concurrency: 1 } },
  });
  const queues = known(
    ['staging_default', 'default'],
    ['staging_mailers', 'staging_imports', 'stagin', 'staging_default'],
  );
  const { capsules } = await planWork(nothing, [code], queues);
  expect(capsules[0]?.queues).toEqual([
    { name: 'critical', weight: 6 },
    { name: 'staging_default', weight: 2 },
    { name: 'staging_mailers', weight: 2 },
  ]);
  expect(queues.timesAsked()).toBe(1);
});

test('the first of two patterns has what both match, and a name wins over both', async () => {
  const code = said({ queues: ['a*', 'abc', '*'] });
  const { capsules } = await planWork(nothing, [code], known([], ['x', 'ab', 'abc']));
  expect(capsules[0]?.queues.map(({ name }) => name)).toEqual(['ab', 'abc', 'x']);
});

test('without patterns the store is not asked', async () => {
  const queues = known();
  await planWork(said({ queues: ['a'] }), [], queues);
  expect(queues.timesAsked()).toBe(0);
});

test('patterns that match nothing leave nothing to serve, which is refused', async () => {
  await expect(planWork(said({ queues: ['staging*'] }), [], known())).rejects.toThrow(
    /The queues of the worker: expected at least one that exists.*Patterns match/,
  );
});

test.each([
  [{ queues: [] }, /at least one queue/],
  [{ concurrency: 0 }, /test concurrency: expected a whole number from 1, got 0/],
  [{ timeout: -1 }, /test timeout/],
  [{ capsules: { a: { queues: ['b'], concurrency: 0.5 } } }, /test capsules a concurrency/],
  [
    { capsules: { a: { queues: ['b'], weight: 1 } as never } },
    /only the options queues, concurrency/,
  ],
])('%j is refused', (choices, message) => {
  expect(() => said(choices)).toThrow(message);
});
