import { PerformSyncJob } from './app/jobs/captain/perform-sync.job';
import { LaterRuleJob, OwnRuleJob } from './app/jobs/captain/rule-order.job';
import { about, exactly, expectRuns } from './support/expect-runs';
import { onEveryStage } from './support/stages';
import { entries } from '../support/journal';

const SECOND = 1000;

onEveryStage((stage) => {
  const handlersOf = ({ id }: { id: string }) =>
    entries('handler', { jobId: id }).map(({ handler }) => handler);

  test('a function gives the waits as it returns them, until a run succeeds', async () => {
    const job = await PerformSyncJob.performLater(1, ['transient', 'transient', 'transient', 'ok']);
    await stage.settle();

    expectRuns(stage, job, [exactly(30 * SECOND), exactly(120 * SECOND), exactly(300 * SECOND)]);
    expect(handlersOf(job)).toEqual([]);
  });

  test('a rule that is exhausted runs its own handler once, and the job is not dead', async () => {
    const job = await PerformSyncJob.performLater(2, ['transient']);
    await stage.settle();

    expectRuns(stage, job, [exactly(30 * SECOND), exactly(120 * SECOND), exactly(300 * SECOND)]);
    expect(handlersOf(job)).toEqual(['B']);
    expect(await stage.isDead(job)).toBe(false);
  });

  test.each(['plain', 'network'] as const)(
    'a %s error falls to the rule for all errors',
    async (answer) => {
      const job = await PerformSyncJob.performLater(3, [answer]);
      await stage.settle();

      expectRuns(stage, job, [about(5 * SECOND), about(5 * SECOND)]);
      expect(handlersOf(job)).toEqual(['A']);
      expect(await stage.isDead(job)).toBe(false);
    },
  );

  test('each rule counts its own failures', async () => {
    const job = await PerformSyncJob.performLater(4, [
      'transient',
      'plain',
      'transient',
      'plain',
      'transient',
      'ok',
    ]);
    await stage.settle();

    expectRuns(stage, job, [
      exactly(30 * SECOND),
      about(5 * SECOND),
      exactly(120 * SECOND),
      about(5 * SECOND),
      exactly(300 * SECOND),
    ]);
    expect(handlersOf(job)).toEqual([]);
  });

  test('a failure under another rule uses up no attempt', async () => {
    const job = await PerformSyncJob.performLater(5, [
      'transient',
      'transient',
      'plain',
      'transient',
      'transient',
    ]);
    await stage.settle();

    expectRuns(stage, job, [
      exactly(30 * SECOND),
      exactly(120 * SECOND),
      about(5 * SECOND),
      exactly(300 * SECOND),
    ]);
    expect(handlersOf(job)).toEqual(['B']);
  });

  test.each(['permanent', 'gone'] as const)(
    'a %s document is discarded by its first run',
    async (answer) => {
      const job = await PerformSyncJob.performLater(6, [answer]);
      await stage.settle();

      expectRuns(stage, job, []);
      expect(handlersOf(job)).toEqual([]);
      expect(await stage.isDiscarded(job)).toBe(true);
      expect(await stage.isDead(job)).toBe(false);
    },
  );

  test('of two rules that fit, the one declared later wins', async () => {
    const job = await LaterRuleJob.performLater();
    await stage.settle();

    expectRuns(stage, job, []);
    expect(await stage.isDiscarded(job)).toBe(true);
  });

  test('a rule of the class wins over an inherited one', async () => {
    const job = await OwnRuleJob.performLater();
    await stage.settle();

    expectRuns(stage, job, [about(5 * SECOND)]);
    expect(await stage.isDead(job)).toBe(true);
  });
});
