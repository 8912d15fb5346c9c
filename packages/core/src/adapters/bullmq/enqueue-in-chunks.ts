import type { JobJson } from 'bullmq';
import type { StoredJob } from '../queue-adapter';
import type { AnyQueue } from './any-queue';
import { toBullJob } from './to-bullmq-job';

/** Overlapping calls let Node build one chunk while Redis runs another; it needs a core for each. */
const CHUNK = 250;
const IN_FLIGHT = 4;

interface ChunkParts {
  readonly queueFor: () => Promise<AnyQueue>;
  /** Whether calls that overlap arrive in their order, as on the one connection to a Redis. */
  readonly inOrder: boolean;
  /** Asked when the store kept another job. Resolves to the id of the job that is stored. */
  readonly settle: (stored: string, job: JobJson, queue: AnyQueue) => Promise<string>;
}

/**
 * Stores jobs of one queue in overlapping chunks, so that Node builds one while Redis runs another.
 * One id per job, in order, or the error of its chunk.
 */
export async function enqueueInChunks(
  jobs: readonly StoredJob[],
  parts: ChunkParts,
): Promise<(string | Error)[]> {
  // All at once: the jobs are what they were at the call, also in the last chunk.
  const chunks = chunksOf(jobs.map(toBullJob));
  const ids: (string | Error)[][] = [];
  const next = chunks.entries();
  const lane = async () => {
    for (const [index, chunk] of next) ids[index] = await enqueueChunk(chunk, parts);
  };
  await Promise.all(Array.from({ length: parts.inOrder ? IN_FLIGHT : 1 }, lane));
  return ids.flat();
}

async function enqueueChunk(
  chunk: readonly JobJson[],
  { queueFor, settle }: ChunkParts,
): Promise<(string | Error)[]> {
  try {
    const queue = await queueFor();
    const ids = await queue.getBackend().addJobs(chunk.map((job) => ({ job, jobId: job.id })));
    const others = chunk.flatMap((job, index) => {
      const id = ids[index];
      return id === undefined || id === job.id ? [] : [{ index, id, job }];
    });
    await Promise.all(
      others.map(async ({ index, id, job }) => (ids[index] = await settle(id, job, queue))),
    );
    return ids;
  } catch (error) {
    return chunk.map(() => error as Error);
  }
}

function chunksOf(jobs: readonly JobJson[]): JobJson[][] {
  const chunks: JobJson[][] = [];
  for (let start = 0; start < jobs.length; start += CHUNK)
    chunks.push(jobs.slice(start, start + CHUNK));
  return chunks;
}
