import { DroverError } from '../support/drover-error';

export type ScheduleErrorCode =
  | 'DROVER_SCHEDULE_ENTRY_EXISTS'
  | 'DROVER_SCHEDULE_ENTRY_UNKNOWN'
  | 'DROVER_SCHEDULE_ENTRY_DECLARED';

/** The schedule has no such entry, or has one that must not be changed so. */
export class ScheduleError extends DroverError {
  constructor(
    readonly code: ScheduleErrorCode,
    message: string,
  ) {
    super(message);
  }
}
