import { BeforePerform, close, configure, Job, QueueAs, RetryOn, startWorker } from '@drover/core';

export class Busy extends Error {}

@QueueAs('greetings')
@RetryOn(Busy, { wait: 0, attempts: 2 })
export class GreetJob extends Job {
  static runs = 0;

  @BeforePerform()
  count(): void {
    GreetJob.runs += 1;
  }

  async perform(name: string, born: Date): Promise<string> {
    if (this.executions < 2) throw new Busy();
    return `Hello ${name} of ${born.getUTCFullYear()}, after ${GreetJob.runs} runs`;
  }
}

/** What a worker on the embedded store says to one. */
export function greet(name: string, born: Date): Promise<string> {
  return withWorker(async () => {
    const job = await GreetJob.performLater(name, born);
    return job.result();
  });
}

export async function withWorker<Result>(work: () => Promise<Result>): Promise<Result> {
  configure({ store: 'embedded:', jobs: [GreetJob], logLevel: 'silent' });
  const worker = await startWorker();
  try {
    return await work();
  } finally {
    await worker.stop();
    await close();
  }
}
