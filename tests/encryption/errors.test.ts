import { channel, tracingChannel } from 'node:diagnostics_channel';
import {
  AfterDiscard,
  close,
  Encrypted,
  Job,
  RescueFrom,
  RetryOn,
  type JobEvents,
} from '@drover/core';
import { setupFake } from '@drover/testing';
import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import * as v from 'valibot';

const SECRET = 'correct horse';

class Refused extends Error {
  override readonly name = 'Refused';
  readonly status = 402;
  readonly code = 'card_declined';
  readonly answer: { readonly said: readonly string[]; readonly at: Date };

  constructor(card: string) {
    super(`${card} was refused`, { cause: new AggregateError([new Error(card)], card) });
    this.answer = { said: [card], at: new Date(0) };
  }
}

let handled: unknown[] = [];

@Encrypted()
@RetryOn(Refused, { wait: 1, attempts: 2 })
class ChargeJob extends Job {
  async perform(card: string): Promise<void> {
    throw Object.assign(new Refused(card), { request: card, details: [{ message: card }] });
  }

  @AfterDiscard()
  tell(error: Error): void {
    handled.push(error);
    throw new Error(`${this.arguments[0] as string} cannot be buried`);
  }
}

@Encrypted()
@RescueFrom(Refused, 'look')
class RescuedJob extends ChargeJob {
  look(error: Error): void {
    handled.push(error);
  }
}

@Encrypted()
class TextJob extends Job {
  async perform(card: string): Promise<void> {
    // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- as some libraries do
    throw `${card} is no Error`;
  }
}

@Encrypted()
class CheckedJob extends Job {
  static override readonly args = v.object({ pin: v.number() });

  async perform(_card: { pin: number }): Promise<void> {}
}

const settings = {
  jobs: [ChargeJob, RescuedJob, TextJob, CheckedJob],
  logLevel: 'silent',
} as const;

beforeEach(() => (handled = []));
afterEach(close);

test('an error loses what it quotes before anybody is told, and stays what it is', async () => {
  const fake = setupFake(settings);
  await RescuedJob.performLater(SECRET);
  await fake.drain();
  const [error] = handled as [Refused & { request: string; details: unknown }];
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({
    ...{ name: 'Refused', status: 402, message: '[ENCRYPTED] was refused' },
    ...{ request: '[ENCRYPTED]', details: [{ message: '[ENCRYPTED]' }] },
    cause: { message: '[ENCRYPTED]', errors: [{ message: '[ENCRYPTED]' }] },
  });
  expect(error.stack).toMatch(/^(?:Refused|Error): \[ENCRYPTED] was refused\n/);
  // What is no plain text is the error's own.
  expect(error).toMatchObject({ code: 'card_declined', answer: { at: new Date(0) } });
  expect(fake.adapter.completed).toHaveLength(1);
});

test('nothing of it is in events, channels and spans, or in what a handler throws', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  trace.setGlobalTracerProvider(provider);
  const told: (Error | undefined)[] = [];
  const onTrace = { error: ({ error }: { error: Error }) => void told.push(error) };
  tracingChannel('drover:perform').subscribe(onTrace as never);
  const onRetry = (message: unknown) => told.push((message as JobEvents['retryScheduled']).error);
  channel('drover:retryScheduled').subscribe(onRetry);
  try {
    const { app, adapter } = setupFake({ ...settings, telemetry: true });
    for (const event of ['retryStopped', 'performed'] as const)
      app.events.on(event, ({ error }) => void told.push(error));
    await ChargeJob.performLater(SECRET);
    await TextJob.performLater(SECRET);
    await adapter.drain();
    expect(adapter.failed.map(({ error }) => error.message).toSorted()).toEqual([
      expect.stringContaining('[ENCRYPTED] is no Error'),
      '[ENCRYPTED] cannot be buried',
    ]);
    const errors = told.filter((error) => error !== undefined);
    expect(errors.length).toBeGreaterThan(4);
    for (const each of errors) expect(`${String(each)} ${each.stack}`).not.toContain(SECRET);
    const spans = JSON.stringify(
      exporter
        .getFinishedSpans()
        .map(({ name, attributes, status, events }) => [...[name, attributes, status, events]]),
    );
    expect(spans).toContain('[ENCRYPTED]');
    expect(spans).not.toContain(SECRET);
  } finally {
    tracingChannel('drover:perform').unsubscribe(onTrace as never);
    channel('drover:retryScheduled').unsubscribe(onRetry);
    trace.disable();
    await provider.shutdown();
  }
});

test('a schema that quotes an argument does so in vain', async () => {
  setupFake(settings);
  const pin = '1234 5678' as unknown as number;
  const error: Error = await CheckedJob.performLater({ pin }).then(
    () => new Error('it was taken'),
    (refused: Error) => refused,
  );
  expect(error.message).toContain('Expected number but received "[ENCRYPTED]"');
  expect(error).toMatchObject({ issues: [{ message: expect.stringContaining('[ENCRYPTED]') }] });
});
