import { currentApplication, UniqueConflictError } from '@drover/core';
import { Router } from 'express';
import { BoardError } from '../errors/board-error';

/**
 * Has all failed jobs of a queue wait again. bull-board's own way would stop at the first that met a
 * lock.
 */
export function retryAllRoute(): Router {
  const router = Router();
  router.put('/api/queues/:queue/retry/failed', async ({ params: { queue } }, response) => {
    if (!(await currentApplication().operations.queueNames()).includes(queue))
      throw new BoardError(404, `There is no queue '${queue}'.`);
    response.json(await retryAll(queue));
  });
  return router;
}

async function retryAll(queue: string): Promise<{ retried: number; skipped: number }> {
  const { operations, adapter } = currentApplication();
  const failed = async () => (await adapter.inspect?.().look(queue))?.size.failed ?? 0;
  const before = await failed();
  try {
    return { retried: await operations.retryJobs({ queue }), skipped: 0 };
  } catch (error) {
    if (!(error instanceof UniqueConflictError)) throw error;
    const skipped = await failed();
    return { retried: Math.max(0, before - skipped), skipped };
  }
}
