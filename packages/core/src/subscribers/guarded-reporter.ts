import type { Logger } from 'pino';
import type { JobSummary } from '../events/job-events';

type Reporter = (error: Error, job: JobSummary) => unknown;

/** The application's reporter. Whatever it does, what becomes of the job is up to the job's rules. */
export function guardedReporter(
  report: Reporter | undefined,
  logger: Logger,
): (error: Error, job: JobSummary) => void {
  const tell = async (error: Error, job: JobSummary): Promise<void> => {
    try {
      await report?.(error, job);
    } catch (thrown) {
      logger.error({ err: thrown }, `reportError failed with an error of ${job.name}`);
    }
  };
  return (error, job) => void tell(error, job);
}
