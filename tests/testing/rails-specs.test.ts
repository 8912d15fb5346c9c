import { DiscardOn, Job } from '@drover/core';
import { expectEnqueued, freezeTime, performJob } from '@drover/testing';
import { setupDrover } from '@drover/testing/jest';

/** The specs that a Rails application has of a job, in the words of this kit. */
class RecordNotFound extends Error {}

const conversations = new Map<number, { status: 'open' | 'resolved' }>();

@DiscardOn(RecordNotFound)
class ResolveJob extends Job {
  async perform(conversationId: number, _userId?: number): Promise<void> {
    const conversation = conversations.get(conversationId);
    if (!conversation) throw new RecordNotFound(`No conversation ${conversationId}`);
    conversation.status = 'resolved';
  }
}

setupDrover();

beforeEach(() => {
  conversations.clear();
  conversations.set(7, { status: 'open' });
});

describe('perform', () => {
  test('resolves the conversation', async () => {
    await ResolveJob.performNow(7, 1);
    expect(conversations.get(7)?.status).toBe('resolved');
  });

  test('handles a missing conversation', async () => {
    await expect(ResolveJob.performNow(-1, 1)).resolves.toBeUndefined();
    await performJob(ResolveJob, [-1, 1]).toBeDiscarded(RecordNotFound);
  });
});

describe('enqueueing', () => {
  test('enqueues the job', async () => {
    await expectEnqueued(ResolveJob, () => ResolveJob.performLater(7))
      .with(7)
      .onQueue('default');
  });

  test('schedules the job for later', async () => {
    await freezeTime(async () => {
      await expectEnqueued(ResolveJob, () => ResolveJob.set({ wait: '1 hour' }).performLater(7)).at(
        new Date(Date.now() + 3_600_000),
        { delta: 0 },
      );
    });
  });
});
