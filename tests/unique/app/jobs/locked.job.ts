import { DiscardOn, Job, RetryOn, Unique, type UniqueLockName } from '@drover/core';
import { read } from '../../../support/database';
import { noteRun } from '../../../support/journal';
import { waitFor } from '../../../support/wait-for';

class Busy extends Error {}
class Hopeless extends Error {}

/** How the run of a job ends, or where it stands still. */
export type Course = 'completes' | 'fails' | 'is retried' | 'is discarded' | 'holds';

/** Written into the database, it lets every run go that stands still. */
export const RELEASE = 'the runs may end';

@RetryOn(Busy, { wait: '1 hour', attempts: 9 })
@DiscardOn(Hopeless)
abstract class LockedJob extends Job {
  async perform(what: string, course: Course): Promise<void> {
    noteRun(this, { what });
    if (course === 'holds') await waitFor(() => read(RELEASE), { timeout: 120_000 });
    if (course === 'fails') throw new Error('broken');
    if (course === 'is retried') throw new Busy('busy');
    if (course === 'is discarded') throw new Hopeless('hopeless');
  }
}

const TTL = '1 hour';
const SHORT = '100 ms';

@Unique({ lock: 'untilExecuting', ttl: TTL })
export class UntilExecutingJob extends LockedJob {}
@Unique({ lock: 'untilExecuted', ttl: TTL })
export class UntilExecutedJob extends LockedJob {}
@Unique({ lock: 'untilExpired', ttl: TTL })
export class UntilExpiredJob extends LockedJob {}
@Unique({ lock: 'whileExecuting' })
export class WhileExecutingJob extends LockedJob {}
@Unique({ lock: 'untilAndWhileExecuting', ttl: TTL })
export class UntilAndWhileExecutingJob extends LockedJob {}

@Unique({ lock: 'untilExecuting', ttl: SHORT })
export class BriefUntilExecutingJob extends LockedJob {}
@Unique({ lock: 'untilExecuted', ttl: SHORT })
export class BriefUntilExecutedJob extends LockedJob {}
@Unique({ lock: 'untilExpired', ttl: SHORT })
export class BriefUntilExpiredJob extends LockedJob {}
@Unique({ lock: 'untilAndWhileExecuting', ttl: SHORT })
export class BriefUntilAndWhileExecutingJob extends LockedJob {}

/** The class of each lock, and one whose lock is soon over. */
export const LOCKS = {
  untilExecuting: [UntilExecutingJob, BriefUntilExecutingJob],
  untilExecuted: [UntilExecutedJob, BriefUntilExecutedJob],
  untilExpired: [UntilExpiredJob, BriefUntilExpiredJob],
  whileExecuting: [WhileExecutingJob, WhileExecutingJob],
  untilAndWhileExecuting: [UntilAndWhileExecutingJob, BriefUntilAndWhileExecutingJob],
} as const satisfies Record<UniqueLockName, readonly [typeof Job, typeof Job]>;
