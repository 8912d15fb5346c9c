import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectEnqueued, freezeTime } from '@drover/testing';
import { setupDrover } from '@drover/testing/node';
import { users } from '../app/models/account';
import { conversations } from '../app/models/conversation';
import { ResolveConversationJob } from '../jobs/conversations/resolve.job';

setupDrover();

const user = users.create({ name: 'Ada', email: 'ada@acme.test' });
const openConversation = () => conversations.create({ accountId: 1, contactId: 1, status: 'open' });

test('resolves the conversation', async () => {
  const { id } = openConversation();
  await ResolveConversationJob.performNow(id, user.id);
  assert.equal(conversations.find(id).status, 'resolved');
});

test('handles a missing conversation', async () => {
  await assert.doesNotReject(ResolveConversationJob.performNow(-1, user.id));
});

test('enqueues the job', async () => {
  const { id } = openConversation();
  await ResolveConversationJob.performLater(id);
  expectEnqueued(ResolveConversationJob).with(id).onQueue('default').once();
});

test('schedules the job for later', async () => {
  freezeTime();
  await ResolveConversationJob.set({ wait: '1 hour' }).performLater(1);
  expectEnqueued(ResolveConversationJob).at(new Date(Date.now() + 3_600_000), { delta: 0 });
});
