import { randomUUID } from 'node:crypto';
import { resolveConfiguration } from '../../src/config';
import { generateKey } from '../../src/serialization/encryption/encryption-key';
import {
  AfterDiscard,
  close,
  configure,
  Continuable,
  Encrypted,
  Job,
  RetryOn,
  type Delivery,
  type JobData,
  type JsonValue,
} from '../../src/index';

class StrayError extends Error {}

class ImportJob extends Job {
  async perform() {}
}

@RetryOn(StrayError, { wait: 1, jitter: 0 })
class RuledJob extends ImportJob {}

@Continuable({ resumeErrorsAfterAdvancing: false })
class BuriedJob extends ImportJob {
  @AfterDiscard()
  bury(): void {
    throw new Error('no grave');
  }
}

@Encrypted()
class SecretJob extends ImportJob {}

afterEach(close);

const ID = randomUUID();
const KEY = generateKey();

const at = (cursor: JsonValue): JobData => ({
  ...{ drover: 1, args: [] },
  steps: { completed: [], current: { name: 'rows', cursor } },
});

/** What becomes of a run that found `before` and was at `now` when an error that nobody awaits ended it. */
function failureOf(name: string, before: JobData, now: () => JobData) {
  const { executor } = configure({
    jobs: [ImportJob, RuledJob, BuriedJob, SecretJob],
    ...{ encryption: { keys: [KEY] }, logLevel: 'silent' },
  });
  const delivery: Delivery = {
    ...{ id: ID, name, queue: 'default', priority: 0, enqueuedAt: 0, attemptsMade: 0 },
    ...{ data: before, signal: new AbortController().signal, log: () => {}, handBackData: now },
  };
  return executor.failureOf(delivery, new StrayError('nobody awaited'), 5);
}

test('a run that came further is resumed there', async () => {
  const outcome = await failureOf('ImportJob', at(1), () => at(7));
  const { steps } = at(7);
  expect(outcome).toMatchObject({
    ...{ kind: 'retried', delay: 5000, data: { steps: { ...steps, resumptions: 1 } } },
  });
});

test('one that did not is dead', async () => {
  expect(await failureOf('ImportJob', at(1), () => at(1))).toMatchObject({ kind: 'failed' });
});

test('one that fails keeps how far it is, also when its AfterDiscard method throws', async () => {
  expect(await failureOf('BuriedJob', at(1), () => at(7))).toMatchObject({
    ...{ kind: 'failed', error: { message: 'no grave' }, data: at(7) },
  });
});

test('a rule has it go on from where it was', async () => {
  const outcome = await failureOf('RuledJob', at(1), () => at(7));
  expect(outcome).toMatchObject({ kind: 'retried', delay: 1, data: at(7) });
});

test('one that cannot tell goes on from where it began', async () => {
  const outcome = await failureOf('RuledJob', at(1), () => {
    throw new Error('an attribute that cannot be stored');
  });
  expect(outcome).toMatchObject({ kind: 'retried', data: at(1) });
});

test('a cursor that is encrypted anew has not moved by that', async () => {
  const ring = resolveConfiguration({ encryption: { keys: [KEY] } }, {}).keys;
  const encrypted = (cursor: number) =>
    at(ring.seal(cursor, 'cursor', { name: 'SecretJob', id: ID }));
  const same = await failureOf('SecretJob', encrypted(1), () => encrypted(1));
  expect(same).toMatchObject({ kind: 'failed' });
  const moved = await failureOf('SecretJob', encrypted(1), () => encrypted(7));
  expect(moved).toMatchObject({ kind: 'retried' });
});
