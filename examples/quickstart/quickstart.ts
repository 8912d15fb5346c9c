import { close, configure, Job, RetryOn, startWorker } from '@drover/core';

class LineBusy extends Error {}

@RetryOn(LineBusy, { wait: '1 second', attempts: 3 })
class CallJob extends Job {
  async perform(name: string, since: Date) {
    if (this.executions === 1) throw new LineBusy(`${name} is on the phone`);
    return `${name} answered after ${Date.now() - since.getTime()} ms`;
  }
}

configure({ store: 'embedded:', jobs: [CallJob] });
await startWorker();

const job = await CallJob.performLater('Ada', new Date());
console.log(await job.result());
await close();
