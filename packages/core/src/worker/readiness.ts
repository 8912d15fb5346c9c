/** What `/ready` answers: 200 when ready, 503 when not. Plain JSON. */
export interface Readiness {
  readonly ready: boolean;
  /** What is missing. */
  readonly why?: string;
  /** The same of each process, where one answers for several. */
  readonly processes?: readonly ProcessReadiness[];
}

export interface ProcessReadiness extends Readiness {
  readonly number: number;
  readonly pid?: number;
}
