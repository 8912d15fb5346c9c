import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StoredJob, UniqueLock } from '../../packages/core/src/adapters/stored-job';
import type { Model, ModelJob, Until } from './model';
import type { StoreWorld } from './store-world';

type Command = fc.AsyncCommand<Model, StoreWorld>;

/** A key per kind of lock, and each with a time and without where it may. */
const KEYS: readonly { key: string; until: Until; ttl?: number }[] = [
  { key: 'executing', until: 'executing' },
  { key: 'executing-ttl', until: 'executing', ttl: 1_000_000 },
  { key: 'executed', until: 'executed' },
  { key: 'executed-ttl', until: 'executed', ttl: 1_000_000 },
  { key: 'expired', until: 'expired', ttl: 1_000_000 },
];

const FAR = 3_600_000_000;
let ids = 0;

class Enqueue implements Command {
  constructor(
    readonly kind: number,
    readonly onConflict: UniqueLock['onConflict'],
    readonly isDelayed: boolean,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    const job = this.#build(model, world.queue.name);
    const { id, unique } = job;
    const modelJob: ModelJob = {
      id,
      key: unique.key,
      until: unique.until,
      expiresAt: unique.expiresAt,
      place: this.isDelayed ? 'delayed' : 'waiting',
    };
    const holder = model.holder(unique.key);
    const isIdle = holder?.place === 'waiting' || holder?.place === 'delayed';
    const receipt = await world.enqueue(job);
    if (!holder) {
      assert.equal(receipt.duplicateOf, undefined);
      model.store(modelJob);
    } else if (this.onConflict === 'replace' && isIdle) {
      assert.equal(receipt.duplicateOf, undefined);
      holder.place = 'replaced';
      model.store(modelJob);
    } else {
      assert.equal(receipt.duplicateOf, holder.id);
      if (this.onConflict === 'reschedule' && isIdle) {
        holder.place = modelJob.place;
        holder.expiresAt = modelJob.expiresAt;
      }
    }
    await compareOwners(model, world);
  }

  toString(): string {
    const delayed = this.isDelayed ? ', delayed' : '';
    return `enqueue(${KEYS[this.kind]?.key}, ${this.onConflict}${delayed})`;
  }

  #build(model: Model, queue: string): StoredJob & { unique: UniqueLock } {
    const { key, until, ttl } = KEYS[this.kind] ?? { key: '', until: 'executed' };
    const due = model.now + (this.isDelayed ? FAR : 0);
    return {
      id: `job-${(ids += 1)}`,
      name: 'TestJob',
      queue,
      priority: 0,
      enqueuedAt: model.now,
      scheduledAt: due,
      data: { drover: 1, args: [] },
      unique: {
        key,
        until,
        onConflict: this.onConflict,
        ...(ttl !== undefined && { expiresAt: due + ttl }),
      },
    };
  }
}

class Fetch implements Command {
  constructor(readonly worker: number) {}

  check(model: Readonly<Model>): boolean {
    return model.workers[this.worker] === undefined;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    const fetched = await world.fetch(this.worker);
    if (!fetched) {
      assert.deepEqual(model.in('waiting'), []);
      return;
    }
    const job = model.jobs.find(({ id }) => id === fetched.id);
    assert.equal(job?.place, 'waiting');
    if (!job) return;
    const other = otherHolder(job, model);
    assert.equal(fetched.duplicateOf, other?.id);
    job.place = other ? 'delayed' : 'active';
    if (!other) model.workers[this.worker] = job;
    if (!other && job.isBack && job.until !== 'expired') model.owners.set(job.key, job);
    await compareOwners(model, world);
  }

  toString(): string {
    return `fetch(${this.worker})`;
  }
}

class Finish implements Command {
  constructor(
    readonly worker: number,
    readonly how: 'completed' | 'failed' | 'retried' | 'snoozed',
  ) {}

  check(model: Readonly<Model>): boolean {
    return model.workers[this.worker] !== undefined;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    const job = model.workers[this.worker];
    model.workers[this.worker] = undefined;
    await world.finish(this.worker, this.how);
    if (!job) return;
    if (this.how === 'completed' || this.how === 'failed') model.end(job, this.how);
    else job.place = 'delayed';
    if (this.how === 'retried') job.isBack = false;
    await compareOwners(model, world);
  }

  toString(): string {
    return `${this.how}(${this.worker})`;
  }
}

class Kill implements Command {
  constructor(readonly worker: number) {}

  check(model: Readonly<Model>): boolean {
    return model.workers[this.worker] !== undefined;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    const job = model.workers[this.worker];
    model.workers[this.worker] = undefined;
    await world.kill(this.worker);
    if (job) job.place = 'orphan';
    await compareOwners(model, world);
  }

  toString(): string {
    return `kill(${this.worker})`;
  }
}

/** Any of the jobs that are somewhere, by chance. */
abstract class OnJob implements Command {
  constructor(readonly chance: number) {}

  abstract readonly name: string;

  protected abstract candidates(model: Readonly<Model>): readonly ModelJob[];

  protected abstract act(job: ModelJob, model: Model, world: StoreWorld): Promise<void>;

  check(model: Readonly<Model>): boolean {
    return this.candidates(model).length > 0;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    const candidates = this.candidates(model);
    const job = candidates[this.chance % candidates.length];
    if (job) await this.act(job, model, world);
    await compareOwners(model, world);
  }

  toString(): string {
    return `${this.name}(${this.chance})`;
  }
}

class Promote extends OnJob {
  readonly name = 'promote';

  candidates(model: Model) {
    return model.in('delayed');
  }

  async act(job: ModelJob, _model: Model, world: StoreWorld) {
    await world.promote(job.id);
    job.place = 'waiting';
  }
}

class Remove extends OnJob {
  readonly name = 'remove';

  candidates(model: Model) {
    return model.in('waiting', 'delayed', 'completed', 'failed');
  }

  async act(job: ModelJob, model: Model, world: StoreWorld) {
    await world.queue.remove(job.id);
    model.remove(job);
  }
}

class RetryDead extends OnJob {
  readonly name = 'retryDead';

  candidates(model: Model) {
    return model.in('failed');
  }

  async act(job: ModelJob, model: Model, world: StoreWorld) {
    const holder = job.until === 'expired' ? undefined : model.holder(job.key, Date.now());
    const { retried, duplicates } = await world.retryDead(job.id);
    const others = duplicates.map(({ duplicateOf }) => duplicateOf);
    assert.deepEqual([retried, others], holder ? [0, [holder.id]] : [1, []]);
    if (holder) return;
    job.place = 'waiting';
    job.isBack = false;
    if (job.until !== 'expired') model.owners.set(job.key, job);
  }
}

/** As a board does, which knows nothing of locks. */
class BoardRetry extends OnJob {
  readonly name = 'boardRetry';

  candidates(model: Model) {
    return model.in('failed');
  }

  async act(job: ModelJob, _model: Model, world: StoreWorld) {
    await world.boardRetry(job.id);
    job.place = 'waiting';
    job.isBack = true;
  }
}

class Recover implements Command {
  check(): boolean {
    return true;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    await world.recover();
    for (const job of model.in('orphan')) job.place = 'waiting';
    await compareOwners(model, world);
  }

  toString(): string {
    return 'recover';
  }
}

class WakeZombie implements Command {
  check(): boolean {
    return true;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    if (world.zombies.length > 0) await assert.rejects(world.wakeZombie());
    await compareOwners(model, world);
  }

  toString(): string {
    return 'wakeZombie';
  }
}

class Advance implements Command {
  constructor(readonly milliseconds: number) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, world: StoreWorld): Promise<void> {
    model.advance(this.milliseconds);
    await world.advance(this.milliseconds);
    await compareOwners(model, world);
  }

  toString(): string {
    return `advance(${this.milliseconds})`;
  }
}

/**
 * Whose lock keeps a job from running that a board had run again. The clock is the worker's, which is
 * far ahead of the model's.
 */
function otherHolder(job: ModelJob, model: Model): ModelJob | undefined {
  if (!job.isBack || job.until === 'expired') return undefined;
  const holder = model.holder(job.key, Date.now());
  return holder === job ? undefined : holder;
}

/** Who has a key by right has it in the store; who has it without may be seen there until somebody asks. */
async function compareOwners(model: Model, world: StoreWorld): Promise<void> {
  for (const { key } of KEYS) {
    const found = await world.owner(key);
    const holder = model.holder(key);
    if (holder) assert.equal(found, holder.id, `the owner of ${key}`);
    const owner = model.jobs.find(({ id }) => id === found);
    if (!holder && owner) assert.ok(model.isOver(owner), `${owner.id} still has ${key}`);
  }
}

/** Everything that is left is worked off: nothing is lost, and every key can be had. */
export async function workOff(model: Model, world: StoreWorld): Promise<void> {
  for (const each of [0, 1, 2]) {
    const finish = new Finish(each, 'completed');
    if (finish.check(model)) await finish.run(model, world);
  }
  await new Recover().run(model, world);
  for (let left = 1000; model.in('waiting', 'delayed').length > 0 && left > 0; left -= 1) {
    if (model.in('waiting').length === 0) await new Promote(left).run(model, world);
    await new Fetch(0).run(model, world);
    const finish = new Finish(0, 'completed');
    if (finish.check(model)) await finish.run(model, world);
  }
  assert.deepEqual(model.in('waiting', 'delayed', 'active', 'orphan'), []);
  const counts = await world.queue.getJobCounts('waiting', 'delayed', 'active', 'prioritized');
  assert.deepEqual(counts, { waiting: 0, delayed: 0, active: 0, prioritized: 0 });
  for (const place of ['completed', 'failed'] as const) {
    const stored = await world.queue.getJobs([place]);
    const expected = model.in(place).map(({ id }) => id);
    assert.deepEqual(new Set(stored.map(({ id }) => id)), new Set(expected), place);
  }
  for (const [index] of KEYS.entries()) await new Enqueue(index, 'reject', false).run(model, world);
}

const worker = fc.nat({ max: 2 });
const chance = fc.nat({ max: 1000 });

export const COMMANDS: fc.Arbitrary<Command>[] = [
  fc
    .tuple(
      fc.nat({ max: KEYS.length - 1 }),
      fc.constantFrom('reject' as const, 'replace' as const, 'reschedule' as const),
      fc.boolean(),
    )
    .map((args) => new Enqueue(...args)),
  worker.map((each) => new Fetch(each)),
  fc
    .tuple(worker, fc.constantFrom('completed' as const, 'failed', 'retried', 'snoozed'))
    .map((args) => new Finish(...args)),
  worker.map((each) => new Kill(each)),
  chance.map((each) => new Promote(each)),
  chance.map((each) => new Remove(each)),
  chance.map((each) => new RetryDead(each)),
  chance.map((each) => new BoardRetry(each)),
  fc.constant(new Recover()),
  fc.constant(new WakeZombie()),
  fc.constantFrom(400_000, 1_000_000).map((each) => new Advance(each)),
];
