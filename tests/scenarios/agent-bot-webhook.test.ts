import { Endpoint } from './support/endpoint';
import { AgentBotWebhookJob } from './app/jobs/agent-bots/webhook.job';
import { DataImportJob } from './app/jobs/data-import.job';
import { WebhookJob } from './app/jobs/webhook.job';
import { about, expectRuns, runsOf } from './support/expect-runs';
import { onEveryStage } from './support/stages';
import { entries } from '../support/journal';

const SECOND = 1000;
const payload = { event: 'message_created', id: 7 };
const delivery = { secret: 's3cret', deliveryId: 'd-1' };

onEveryStage((stage) => {
  let endpoint: Endpoint;

  beforeAll(async () => void (endpoint = await Endpoint.start()));
  afterAll(() => endpoint.close());

  test('an endpoint that fails for ever is called three times, and the rule’s handler once', async () => {
    const url = endpoint.answering(500);
    const job = await AgentBotWebhookJob.performLater(url, payload, 'agent_bot', delivery);
    await stage.settle();

    expectRuns(stage, job, [about(3 * SECOND), about(3 * SECOND)]);
    expect(endpoint.callsTo(url)).toBe(3);
    expect(entries('exhausted', { jobId: job.id })).toEqual([
      expect.objectContaining({
        message: `${url} answered 500 on run 3`,
        args: [url, payload, 'agent_bot', delivery],
      }),
    ]);
  });

  test('a handled failure neither kills the job nor reaches the worker', async () => {
    const job = await AgentBotWebhookJob.performLater(endpoint.answering(503), payload);
    await stage.settle();

    expect(await stage.isDead(job)).toBe(false);
    expect(await stage.isDiscarded(job)).toBe(true);
    const performed = entries('performed', { jobId: job.id });
    expect(performed).toHaveLength(3);
    expect(performed.filter(({ error }) => error !== undefined)).toEqual([]);
  });

  test('an endpoint that recovers is called twice, and the handler never', async () => {
    const url = endpoint.answering(500, 200);
    const job = await AgentBotWebhookJob.performLater(url, payload, 'agent_bot', delivery);
    await stage.settle();

    expectRuns(stage, job, [about(3 * SECOND)]);
    expect(endpoint.callsTo(url)).toBe(2);
    expect(entries('exhausted', { jobId: job.id })).toEqual([]);
  });

  test('a refusal is handled inside the parent, by one run', async () => {
    const url = endpoint.answering(404);
    const job = await AgentBotWebhookJob.performLater(url, payload);
    await stage.settle();

    expectRuns(stage, job, []);
    expect(entries('message marked as failed', { jobId: job.id })).toHaveLength(1);
    expect(await stage.isDead(job)).toBe(false);
  });

  test('an argument that is left out takes the default of the class that runs', async () => {
    const url = endpoint.answering(200);
    const child = await AgentBotWebhookJob.performLater(url, payload, undefined, delivery);
    const parent = await WebhookJob.performLater(url, payload, undefined, delivery);
    await stage.settle();

    expect(runsOf(child)).toEqual([
      expect.objectContaining({ type: 'agent_bot', options: delivery }),
    ]);
    expect(runsOf(parent)).toEqual([
      expect.objectContaining({ type: 'account_webhook', options: delivery }),
    ]);
  });

  test('the parent keeps its own queue and gets no rule of the child', async () => {
    const parent = await WebhookJob.performLater(endpoint.answering(500), payload);
    const child = await AgentBotWebhookJob.performLater(endpoint.answering(200), payload);
    await stage.settle();

    expect(runsOf(parent)).toEqual([expect.objectContaining({ queue: 'medium', executions: 1 })]);
    expect(runsOf(child)).toEqual([expect.objectContaining({ queue: 'high' })]);
    expect(await stage.isDead(parent)).toBe(true);
    expect(entries('exhausted', { jobId: parent.id })).toEqual([]);
  });

  test('a rule without a handler grants its attempts and no more, then the job is dead', async () => {
    const job = await DataImportJob.performLater(7);
    await stage.settle();

    expectRuns(stage, job, [about(60 * SECOND), about(60 * SECOND)]);
    expect(await stage.dead()).toContainEqual({ id: job.id, because: 'Import 7 is malformed' });
  });
});
