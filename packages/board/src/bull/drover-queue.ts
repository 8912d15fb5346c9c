import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { UniqueConflictError, type Application } from '@drover/core';
import type { Job, Queue } from 'bullmq';
import { addJob } from './add-job';
import { argumentsSchema } from './arguments-schema';
import { BoardError } from '../errors/board-error';
import { optionsWithParent, shownFlows } from './shown-flow';
import { showJob, showTexts } from './shown-job';
import { waitsOf, type Wait } from './waits';

/** Jobs one command removes: some milliseconds of Redis. */
const BATCH = 1000;

type States = Parameters<BullMQAdapter['getJobs']>[0];
type Status = Parameters<BullMQAdapter['clean']>[0];
type Options = Parameters<BullMQAdapter['addJob']>[2];

/**
 * A queue as bull-board sees it: its jobs readable, without what is for nobody, and every change by
 * Drover's own way, which respects locks and never asks the store for much at once.
 */
export class DroverQueue extends BullMQAdapter {
  readonly #queue: Queue;
  readonly #application: Application;

  /** @param readOnlyMode - whether bull-board's pages leave out what changes something */
  constructor(queue: Queue, application: Application, readOnlyMode: boolean) {
    // Who wants a completed job once more enqueues another. BullMQAdapter's own type lacks that option.
    const options: object = { readOnlyMode, allowCompletedRetries: false };
    super(queue, options);
    this.#queue = queue;
    this.#application = application;
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    return job && (await this.#show([job]))[0];
  }

  override async getJobs(states: States, start?: number, end?: number): Promise<Job[]> {
    return this.#show(await super.getJobs(states, start, end));
  }

  override async getJobLogs(id: string): Promise<string[]> {
    const [job, lines] = await Promise.all([super.getJob(id), super.getJobLogs(id)]);
    return job ? showTexts(lines, job, this.#application) : [];
  }

  override async addJob(name: string, data: unknown, options: Options): Promise<Job> {
    const request = { name, data, options: { ...options } as Record<string, unknown> };
    const id = await addJob(this.#application, this.#queue.name, request);
    const job = await this.getJob(id);
    if (!job) throw new BoardError(409, `${name} was enqueued, and is over already.`);
    return job;
  }

  /** In batches; BullMQ's own takes them all in one command. */
  override async clean(status: Status, grace: number): Promise<void> {
    for (;;) {
      const removed = await this.#queue.clean(grace, BATCH, status);
      if (removed.length === 0) return;
    }
  }

  override async empty(): Promise<void> {
    await this.#application.operations.queue(this.#queue.name).clear();
  }

  override async obliterate(): Promise<void> {
    await this.#application.operations.queue(this.#queue.name).clear({ delayed: true });
    await this.clean('completed', 0);
    await this.clean('failed', 0);
  }

  /** Their templates carry data of jobs; Drover makes none of them. */
  override async getJobSchedulers(): ReturnType<BullMQAdapter['getJobSchedulers']> {
    const schedulers = await super.getJobSchedulers();
    return schedulers.map((scheduler) => ({ ...scheduler, template: undefined }));
  }

  /** bull-board shows the jobs of a batch as they come from it. */
  override async getFlowProducer(): ReturnType<BullMQAdapter['getFlowProducer']> {
    const producer = await super.getFlowProducer();
    return producer && shownFlows(producer, this.#application);
  }

  override getJobDataSchema(): Record<string, unknown> | undefined {
    return argumentsSchema(this.#application, this.#queue.name);
  }

  async #show(jobs: readonly Job[]): Promise<Job[]> {
    const waits = await waitsOf(jobs, this.#queue.name, this.#application);
    return jobs.map((job) => this.#shown(job, waits.get(job.id)));
  }

  #shown(job: Job, wait: Wait | undefined): Job {
    const application = this.#application;
    return Object.create(job, {
      toJSON: { value: () => showJob(job, application, wait) },
      opts: { value: optionsWithParent(job) },
      // BullMQ's own would take away what it waits for as well.
      remove: { value: () => job.remove({ removeChildren: false }) },
      retry: { value: (state: string) => retry(job, state, application) },
      updateData: { value: async () => refuseToEdit() },
    }) as Job;
  }
}

async function retry(job: Job, state: string, { operations }: Application): Promise<void> {
  if (state !== 'failed') throw new BoardError(409, 'Only a failed job can be retried.');
  try {
    const { id = '', queueName: queue } = job;
    if ((await operations.retryJobs({ id, queue })) === 0)
      throw new BoardError(409, `Job ${id} is not failed any more.`);
  } catch (error) {
    if (error instanceof UniqueConflictError) throw new BoardError(409, error.message);
    throw error;
  }
}

function refuseToEdit(): never {
  throw new BoardError(
    405,
    'What is shown of a job is not what is stored of it, so it cannot be edited here. Enqueue another.',
  );
}
