import type { Delivery } from '../adapters/delivery';
import type { RetryRequest } from '../job/job-state';
import type { JobData, StoredSteps } from '../serialization/job-data';
import type { JsonValue } from '../support/json';
import type { ThrownForm } from './thrown-form';

/** Runs the callbacks and `perform` of jobs where they block nobody. */
export interface Sandbox {
  /**
   * A place for one run of a class, with its code loaded.
   *
   * @throws SandboxError when there can be none
   */
  seat(jobClass: SeatedClass): Promise<Seat>;
}

export interface SeatedClass {
  readonly name: string;
  readonly file: string;
  /** Bytes that its runs may take. */
  readonly memory: number | undefined;
}

export interface Seat {
  /**
   * Resolves to what came of the run. Once the signal is aborted it ends soon, whatever it does.
   *
   * @throws SandboxError when the place was lost before the run came to an end
   */
  run(delivery: Delivery, signal: AbortSignal): Promise<BareResult>;
  /** To be called when no run begins there any more. */
  leave(): void;
}

/** What callbacks and `perform` came to, before any rule is asked. Plain JSON. */
export type BareResult = Bare & {
  /** The job's attributes, when there may be a next run. */
  readonly attributes?: NonNullable<JobData['attributes']>;
  /** How far its steps are, when there may be a next run. */
  readonly steps?: { readonly stored: StoredSteps; readonly advanced: boolean };
};

type Bare =
  /** `dropped`: why the value cannot be stored. */
  | { readonly kind: 'performed'; readonly value?: JsonValue; readonly dropped?: string }
  | { readonly kind: 'halted' }
  | { readonly kind: 'snoozed'; readonly delay: number }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly isolating: boolean }
  | {
      readonly kind: 'retryAsked';
      readonly request: Omit<RetryRequest, 'args'>;
      readonly args?: readonly JsonValue[];
    }
  | { readonly kind: 'thrown'; readonly thrown: ThrownForm };
