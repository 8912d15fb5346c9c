import { decide, type Situation } from '../../src/execution/decide';
import type { RetryPolicy } from '../../src/options/error-policy';

class Timeout extends Error {}
class Refused extends Error {}

function retry(overrides: Partial<RetryPolicy> = {}): RetryPolicy {
  return {
    kind: 'retry',
    errors: [Timeout],
    key: 'Timeout',
    wait: 3000,
    attempts: 5,
    jitter: undefined,
    queue: undefined,
    priority: undefined,
    report: false,
    onExhausted: undefined,
    ...overrides,
  };
}

function situation(overrides: Partial<Situation> = {}): Situation {
  return {
    policies: [retry()],
    executions: 1,
    failures: undefined,
    jitter: 0,
    random: () => 0,
    ...overrides,
  };
}

test('an error without a rule is unhandled', () => {
  expect(decide(new Refused(), situation())).toMatchObject({ kind: 'unhandled' });
});

test('the first failure of a rule is retried and counted', () => {
  expect(decide(new Timeout(), situation())).toMatchObject({
    kind: 'retry',
    wait: 3000,
    failures: { Timeout: 1 },
  });
});

test('the last granted run exhausts the rule', () => {
  const failures = { Timeout: 4 };
  expect(decide(new Timeout(), situation({ executions: 5, failures }))).toMatchObject({
    kind: 'exhausted',
  });
});

test('each declaration counts its own failures, whatever the number of runs', () => {
  const policies = [retry(), retry({ errors: [Refused], key: 'Refused', attempts: 3 })];
  const verdict = decide(
    new Refused(),
    situation({ policies, executions: 9, failures: { Timeout: 4, Refused: 1 } }),
  );
  expect(verdict).toMatchObject({ kind: 'retry', failures: { Timeout: 4, Refused: 2 } });
});

test('a payload that never carried counters is counted by its runs', () => {
  expect(decide(new Timeout(), situation({ executions: 4 }))).toMatchObject({
    kind: 'retry',
    failures: { Timeout: 4 },
  });
  expect(decide(new Timeout(), situation({ executions: 5 }))).toMatchObject({ kind: 'exhausted' });
});

test('unlimited never ends', () => {
  const policies = [retry({ attempts: Infinity })];
  expect(decide(new Timeout(), situation({ policies, failures: { Timeout: 10_000 } })).kind).toBe(
    'retry',
  );
});

test("a rule's own jitter goes before the default, also when it is 0", () => {
  const random = () => 1;
  expect(decide(new Timeout(), situation({ jitter: 1, random }))).toMatchObject({ wait: 6000 });
  expect(
    decide(new Timeout(), situation({ jitter: 1, random, policies: [retry({ jitter: 0 })] })),
  ).toMatchObject({ wait: 3000 });
});
