import assert from 'node:assert/strict';
import { configure, EnqueueError, TransactionNotSupportedError, type Job } from '@drover/core';
import { expectAbsent, expectStored, placedInVain, RolledBack, type Scenario } from './stage';

/** More than any pool has connections. */
const AT_ONCE = 12;

/** Jobs are on Redis. */
export const afterCommit: Readonly<Record<string, Scenario>> = {
  async 'a job is there once its order is'(stage) {
    const { library } = stage;
    const job = await library.afterCommit(async (tx) => {
      const placed = await library.placeOrder(tx, 'lamp');
      await expectAbsent(placed);
      return placed;
    });
    await stage.expectOrders('lamp', ['lamp']);
    await expectStored(job);
  },

  async 'of transactions at once, each that is rolled back drops its own jobs'(stage) {
    const { library } = stage;
    const jobs: Job[] = [];
    const place = (index: number) =>
      library.afterCommit(async (tx) => {
        jobs[index] = await library.placeOrder(tx, `chair ${index}`);
        if (index % 2 === 1) throw new RolledBack();
      });
    await Promise.allSettled(Array.from({ length: AT_ONCE }, (_, index) => place(index)));
    assert.equal((await stage.ordersLike('chair %')).length, AT_ONCE / 2);
    for (const [index, job] of jobs.entries()) {
      if (index % 2 === 0) await expectStored(job);
      else await expectAbsent(job);
      assert.equal(job.notEnqueuedBecause, index % 2 === 0 ? undefined : 'rolledBack');
    }
  },

  async 'an error of the database passes, and drops the jobs'(stage) {
    const { library } = stage;
    const jobs: Job[] = [];
    const twice = library.afterCommit(async (tx) => {
      for (const item of ['bed', 'bed']) jobs.push(await library.placeOrder(tx, item));
    });
    await assert.rejects(twice);
    await stage.expectOrders('bed', []);
    await expectAbsent(jobs[0]);
  },

  async 'a store that cannot be reached says so, and the order is there'(stage) {
    const { library } = stage;
    configure({ store: 'redis://127.0.0.1:1', enqueueTimeout: 200, logLevel: 'silent' });
    await assert.rejects(
      library.afterCommit((tx) => library.placeOrder(tx, 'desk')),
      EnqueueError,
    );
    await stage.expectOrders('desk', ['desk']);
  },

  async 'jobs on Redis are refused inside the transaction'(stage) {
    const { library } = stage;
    await assert.rejects(
      library.inTransaction((tx) => library.placeOrder(tx, 'shelf')),
      TransactionNotSupportedError,
    );
    await stage.expectOrders('shelf', []);
  },
};

export const afterCommitOfSavepoints: Readonly<Record<string, Scenario>> = {
  async 'a savepoint that is rolled back drops its own jobs alone'(stage) {
    const { library } = stage;
    const jobs = await library.afterCommit(async (tx) => {
      const outer = await library.placeOrder(tx, 'outer box');
      const kept = await library.afterCommit((inner) => library.placeOrder(inner, 'inner box'), tx);
      await expectAbsent(kept);
      const dropped = await placedInVain(library.afterCommit, library, tx);
      return { outer, kept, dropped };
    });
    await stage.expectOrders('% box', ['outer box', 'inner box']);
    await expectStored(jobs.outer);
    await expectStored(jobs.kept);
    await expectAbsent(jobs.dropped);
  },
};

/** With these the caller does not learn of it. */
export const afterCommitOfNothing: Readonly<Record<string, Scenario>> = {
  async 'an error that is caught inside has the order rolled back, and its job is there'(stage) {
    const { library } = stage;
    const job = await library.afterCommit(async (tx) => {
      const placed = await library.placeOrder(tx, 'sofa');
      await assert.rejects(library.placeOrder(tx, 'sofa'));
      return placed;
    });
    await stage.expectOrders('sofa', []);
    await expectStored(job);
  },
};

export const afterCommitOrError: Readonly<Record<string, Scenario>> = {
  async 'an error that is caught inside has all rolled back, and the transaction says so'(stage) {
    const { library } = stage;
    const jobs: Job[] = [];
    const rolledBack = library.afterCommit(async (tx) => {
      jobs.push(await library.placeOrder(tx, 'sofa'));
      await assert.rejects(library.placeOrder(tx, 'sofa'));
    });
    await assert.rejects(rolledBack);
    await stage.expectOrders('sofa', []);
    await expectAbsent(jobs[0]);
  },
};
