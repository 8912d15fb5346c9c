import type { IQueueBackend } from 'bullmq';

type Answers = Awaited<ReturnType<IQueueBackend['addFlow']>>;

/** BullMQ itself looks at the first answer only. @throws the error of the first that was not stored */
export function checkStored(answers: Answers): void {
  for (const [error, id] of answers) {
    if (error) throw error;
    if (typeof id === 'number') throw new Error(`BullMQ answers with the code ${id}`);
  }
}
