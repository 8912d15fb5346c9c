import assert from 'node:assert/strict';
import { Job, performAllLater, QueueAs, TransactionNotSupportedError, Unique } from '@drover/core';
import { expectAbsent, expectStored, placedInVain, RolledBack, type Scenario } from './stage';

@Unique()
class OnceJob extends Job {
  perform(_what: string) {}
}

@QueueAs('others')
class OtherJob extends Job {
  perform() {}
}

/** Jobs are in the database of the orders. */
export const inTransaction: Readonly<Record<string, Scenario>> = {
  async 'a job is there at the commit of its order, as part of the same transaction'(stage) {
    const { library } = stage;
    const { id } = await library.inTransaction(async (tx) => {
      const job = await library.placeOrder(tx, 'lamp');
      assert.equal(job.enqueued, true);
      await expectAbsent(job);
      return job;
    });
    const written = await stage.ask(
      `SELECT xmin::text FROM orders WHERE item = 'lamp'
       UNION SELECT xmin::text FROM app_jobs.job WHERE id = $1`,
      [id],
    );
    assert.equal(written.length, 1);
  },

  async 'a rollback takes the jobs along, in every form of the enqueue'(stage) {
    const { library, file } = stage;
    const jobs: Job[] = [];
    const rolledBack = library.inTransaction(async (tx) => {
      jobs.push(
        await library.placeOrder(tx, 'chair'),
        await OnceJob.performLater('one'),
        await OtherJob.set({ wait: '1 hour' }).performLater(),
        ...(await performAllLater([OnceJob.build(file), OtherJob.build(), OtherJob.build()])),
      );
      throw new RolledBack();
    });
    await assert.rejects(rolledBack, RolledBack);
    await stage.expectOrders('chair', []);
    assert.equal(jobs.length, 6);
    for (const job of jobs) await expectAbsent(job, job.queueName);
    const again = await library.inTransaction(() => OnceJob.performLater(file));
    await expectStored(again);
  },

  async 'an error that is caught inside leaves neither order nor job'(stage) {
    const { library } = stage;
    const jobs: Job[] = [];
    const transaction = library.inTransaction(async (tx) => {
      jobs.push(await library.placeOrder(tx, 'sofa'));
      await assert.rejects(library.placeOrder(tx, 'sofa'));
    });
    // Not every library rejects.
    await Promise.allSettled([transaction]);
    await stage.expectOrders('sofa', []);
    await expectAbsent(jobs[0]);
  },

  async 'a refused enqueue says why, and rolls the order back'(stage) {
    const { library } = stage;
    await stage.keepJobsElsewhere();
    const refused = library.inTransaction((tx) => library.placeOrder(tx, 'desk'));
    await assert.rejects(refused, ({ cause, message }: Error) => {
      assert(cause instanceof TransactionNotSupportedError);
      assert.match(message, /says that [^]*"elsewhere_jobs" does not exist/);
      return true;
    });
    await stage.expectOrders('desk', []);
  },
};

export const inTransactionOfSavepoints: Readonly<Record<string, Scenario>> = {
  async 'a savepoint that is rolled back takes its own jobs alone'(stage) {
    const { library } = stage;
    const jobs = await library.inTransaction(async (tx) => {
      const outer = await library.placeOrder(tx, 'outer box');
      const kept = await library.inTransaction(
        (inner) => library.placeOrder(inner, 'inner box'),
        tx,
      );
      const dropped = await placedInVain(library.inTransaction, library, tx);
      const late = await library.placeOrder(tx, 'late box');
      return { outer, kept, dropped, late };
    });
    await stage.expectOrders('% box', ['outer box', 'inner box', 'late box']);
    for (const job of [jobs.outer, jobs.kept, jobs.late]) await expectStored(job);
    await expectAbsent(jobs.dropped);
  },
};
