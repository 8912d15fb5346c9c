import { Records } from './records';

export interface DateRange {
  readonly from: Date;
  readonly to: Date;
}

export interface Report {
  readonly id: number;
  readonly accountId: number;
  readonly type: string;
  readonly range: DateRange;
  readonly count: number;
}

export const reports = new Records<Report>('Report');
