import type { IQueueBackend, JobJson } from 'bullmq';
import type { EnqueueReceipt } from '../queue-adapter';
import type { StoredJob } from '../stored-job';
import type { AnyQueue } from './any-queue';
import type { StoreKind } from './store';
import { toBullJob } from './to-bullmq-job';

/**
 * Jobs of a chunk, and chunks on their way. Those that overlap let Node build one while Redis runs
 * another; it needs a core for each. Only on one connection do they arrive in their order.
 */
const CHUNKS: Readonly<Record<StoreKind, { size: number; inFlight: number }>> = {
  redis: { size: 100, inFlight: 4 },
  embedded: { size: 250, inFlight: 4 },
  postgres: { size: 250, inFlight: 1 },
};

type Entries = Parameters<IQueueBackend['addJobs']>[0];

interface ChunkParts {
  readonly queueFor: () => Promise<AnyQueue>;
  readonly kind: StoreKind;
  readonly add: (backend: IQueueBackend, jobs: Entries) => Promise<string[]>;
  /** Asked when the store kept another job. */
  readonly settle: (stored: string, job: JobJson, queue: AnyQueue) => Promise<EnqueueReceipt>;
}

/**
 * Stores jobs of one queue in overlapping chunks, so that Node builds one while Redis runs another.
 * One receipt per job, in order, or the error of its chunk.
 */
export async function enqueueInChunks(
  jobs: readonly StoredJob[],
  parts: ChunkParts,
): Promise<(EnqueueReceipt | Error)[]> {
  const { size, inFlight } = CHUNKS[parts.kind];
  // All at once: the jobs are what they were at the call, also in the last chunk.
  const chunks = chunksOf(jobs.map(toBullJob), size);
  const receipts: (EnqueueReceipt | Error)[][] = [];
  const next = chunks.entries();
  const lane = async () => {
    for (const [index, chunk] of next) receipts[index] = await enqueueChunk(chunk, parts);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return receipts.flat();
}

async function enqueueChunk(
  chunk: readonly JobJson[],
  { queueFor, add, settle }: ChunkParts,
): Promise<(EnqueueReceipt | Error)[]> {
  try {
    const queue = await queueFor();
    const entries = chunk.map((job) => ({ job, jobId: job.id }));
    const ids = await add(queue.getBackend(), entries);
    const receipts: EnqueueReceipt[] = chunk.map(() => ({}));
    const others = [...chunk.entries()].filter(([index, { id }]) => ids[index] !== id);
    await Promise.all(
      others.map(async ([index, job]) => {
        receipts[index] = await settle(ids[index] ?? '', job, queue);
      }),
    );
    return receipts;
  } catch (error) {
    return chunk.map(() => error as Error);
  }
}

function chunksOf(jobs: readonly JobJson[], size: number): JobJson[][] {
  const chunks: JobJson[][] = [];
  for (let start = 0; start < jobs.length; start += size)
    chunks.push(jobs.slice(start, start + size));
  return chunks;
}
