import type { Job, JobClass, PerformArguments } from '@drover/core';
import { currentFake } from '../mode/current-fake';
import { performEnqueuedJobs } from '../performing/perform-enqueued-jobs';
import { deferred, type Deferred } from './deferred';
import { Expectation } from './expectation';
import { criteriaOf, type Criteria } from './matching-criteria';
import { subjectOf, type Asked, type Target } from './subject';

type Block = () => unknown;

/**
 * Asserts that a job of this class was enqueued in this test; each link of the chain asserts more.
 * With a block, only what is enqueued while it runs counts, and the chain is to be awaited.
 *
 * @example
 * ```ts
 * expectEnqueued(WebhookDeliveryJob).with('42', expect.anything()).onQueue('low').in('1 hour').once();
 * await expectEnqueued(WelcomeJob, () => signUp('Ada')).with('Ada');
 * ```
 * @throws ExpectationError, InvalidOptionsError, NoFakeError
 */
export function expectEnqueued<T extends Job>(
  target: JobClass<T>,
): Expectation<PerformArguments<T>>;
export function expectEnqueued(target?: Target): Expectation;
export function expectEnqueued<T extends Job>(
  target: JobClass<T>,
  block: Block,
): Deferred<Expectation<PerformArguments<T>>>;
export function expectEnqueued(target: Target, block: Block): Deferred<Expectation>;
export function expectEnqueued(target?: Target, block?: Block): unknown {
  return expectJobs({ helper: 'expectEnqueued', verb: 'enqueued', target }, block);
}

/**
 * Asserts that a job of this class was run in this test; each run counts, retries too. With a block:
 * runs what the block enqueues, to the end, and asserts of those runs alone.
 *
 * @throws ExpectationError, InvalidOptionsError, NoFakeError, and what a job failed for good with
 */
export function expectPerformed<T extends Job>(
  target: JobClass<T>,
): Expectation<PerformArguments<T>>;
export function expectPerformed(target?: Target): Expectation;
export function expectPerformed<T extends Job>(
  target: JobClass<T>,
  block: Block,
): Deferred<Expectation<PerformArguments<T>>>;
export function expectPerformed(target: Target, block: Block): Deferred<Expectation>;
export function expectPerformed(target?: Target, block?: Block): unknown {
  return expectJobs(
    { helper: 'expectPerformed', verb: 'performed', target },
    block && (() => performEnqueuedJobs(block)),
  );
}

/** Asserts that no such job was enqueued: none of the class, or none that is as `criteria` says. */
export function expectNotEnqueued<T extends Job>(
  target: JobClass<T>,
  criteria?: Criteria<PerformArguments<T>>,
): void;
export function expectNotEnqueued(target: Target, criteria?: Criteria): void;
export function expectNotEnqueued(target: Target, block: Block): Promise<void>;
export function expectNotEnqueued(target: Target, rest?: object | Block): void | Promise<void> {
  return expectNone({ helper: 'expectNotEnqueued', verb: 'enqueued', target }, rest);
}

/** Asserts that no such job was run. With a block: runs what it enqueues, and asserts of that alone. */
export function expectNotPerformed<T extends Job>(
  target: JobClass<T>,
  criteria?: Criteria<PerformArguments<T>>,
): void;
export function expectNotPerformed(target: Target, criteria?: Criteria): void;
export function expectNotPerformed(target: Target, block: Block): Promise<void>;
export function expectNotPerformed(target: Target, rest?: object | Block): void | Promise<void> {
  const block = typeof rest === 'function' ? () => performEnqueuedJobs(rest as Block) : rest;
  return expectNone({ helper: 'expectNotPerformed', verb: 'performed', target }, block);
}

/** Asserts that no job at all was enqueued in this test, or while the block runs. */
export function expectNothingEnqueued(): void;
export function expectNothingEnqueued(block: Block): Promise<void>;
export function expectNothingEnqueued(block?: Block): void | Promise<void> {
  return expectNone(
    { helper: 'expectNothingEnqueued', verb: 'enqueued', target: undefined },
    block,
  );
}

function expectJobs(asked: Asked, block: Block | undefined): unknown {
  const fake = currentFake(`${asked.helper}()`);
  const assert = (since?: Asked['since']) =>
    new Expectation(subjectOf(fake, { ...asked, since })).assertAny();
  if (!block) return assert();
  subjectOf(fake, asked);
  return deferred(during(block).then(assert));
}

function expectNone(asked: Asked, rest: object | Block = {}): void | Promise<void> {
  const fake = currentFake(`${asked.helper}()`);
  const assert = (criteria: Criteria<never>, since?: Asked['since']): void => {
    const links = { criteria: criteriaOf(`${asked.helper}()`, criteria, fake.app.serializer) };
    const text = links.criteria.map((each) => each.text).join('');
    const subject = subjectOf(fake, { ...asked, since });
    new Expectation(subject, { ...links, call: subject.call + text, negated: true }).assertAny();
  };
  if (typeof rest !== 'function') return assert(rest);
  subjectOf(fake, asked);
  return during(rest as Block).then((since) => assert({}, since));
}

/** Runs the block. What there was before it. */
async function during(block: Block): Promise<NonNullable<Asked['since']>> {
  const since = currentFake('a block').jobs.mark();
  await block();
  return since;
}
