import { DroverError, ENCRYPTED, type Application, type Job, type JsonValue } from '@drover/core';
import { BoardError } from '../errors/board-error';
import { FILTERED } from './redaction';
import { MARK } from './shown-job';

export interface JobRequest {
  readonly name: string;
  /** A list of arguments, or what the board shows of a job. */
  readonly data: unknown;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Enqueues a job that a human has put together, by the class's own road: schema, callbacks, middleware,
 * locks. Resolves to its id.
 *
 * @throws BoardError
 */
export async function addJob(
  { registry, serializer }: Application,
  queue: string,
  { name, data, options }: JobRequest,
): Promise<string> {
  const jobClass = registry.find(name.split(MARK)[0] ?? '') as BuildsJobs | undefined;
  if (!jobClass)
    throw new BoardError(422, `Expected one of ${registry.names().join(', ')}, got '${name}'.`);
  try {
    const args = await serializer.deserialize(argumentsIn(data));
    const job = await jobClass.build(...args).enqueue({ queue, ...placementIn(options) });
    if (job.enqueued) return job.id;
    throw new BoardError(409, `${name} was not enqueued: ${whyNot(job)}.`);
  } catch (error) {
    throw error instanceof DroverError ? new BoardError(422, error.message) : error;
  }
}

interface BuildsJobs {
  build(...args: readonly unknown[]): Job;
}

/** @throws BoardError */
function argumentsIn(data: unknown): readonly JsonValue[] {
  const list: unknown = Array.isArray(data) ? data : Object(data)['arguments'];
  if (!Array.isArray(list))
    throw new BoardError(422, 'Expected a list of arguments, such as ["message.created", 42].');
  const hidden = [FILTERED, ENCRYPTED].find((word) => JSON.stringify(list).includes(word));
  if (hidden !== undefined)
    throw new BoardError(422, `Expected arguments, got ${hidden}: the board does not know them.`);
  return list as JsonValue[];
}

/** @throws BoardError */
function placementIn({ delay, priority, ...others }: JobRequest['options']) {
  const unknown = Object.keys(others);
  if (unknown.length > 0)
    throw new BoardError(
      422,
      `Expected the options delay and priority, got ${unknown.join(', ')}.`,
    );
  return {
    ...(delay !== undefined && { wait: Number(delay) }),
    ...(priority !== undefined && { priority: Number(priority) }),
  };
}

function whyNot({ notEnqueuedBecause, duplicateOf }: Job): string {
  if (notEnqueuedBecause === 'duplicate') return `job ${duplicateOf} has its unique lock`;
  return 'a callback or a middleware halted it';
}
