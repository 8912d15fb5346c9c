import type { DroverOptions } from '@drover/core';
import type { World } from './world';

export type AdapterName = 'test' | 'redis' | 'embedded';

/** What a case may configure differently. */
export interface CaseOptions extends Pick<
  DroverOptions,
  | 'defaultQueue'
  | 'queuePrefix'
  | 'queueDelimiter'
  | 'defaultPriority'
  | 'retryJitter'
  | 'logLevel'
  | 'logArguments'
  | 'verboseEnqueueLogs'
> {
  /** The application's logger knows only the four levels. */
  readonly plainLogger?: boolean;
}

/** One case of Active Job's own test suite (rails/rails, activejob/test/cases), as Drover answers it. */
export type Case = RunnableCase | NotApplicableCase | OpenCase;

export interface RunnableCase {
  readonly id: string;
  /** What Drover does, in one line. */
  readonly behaviour: string;
  readonly options?: CaseOptions;
  /** Throws when Drover does not. */
  readonly run: (world: World) => Promise<void>;
}

/** It has no meaning here. */
export interface NotApplicableCase {
  readonly id: string;
  readonly behaviour: string;
  readonly reason: string;
}

/** Its part is not built yet. */
export interface OpenCase {
  readonly id: string;
  readonly behaviour: string;
}

export interface Section {
  /** The letters of its ids. */
  readonly key: string;
  readonly title: string;
  readonly cases: readonly Case[];
}

export function isRunnable(each: Case): each is RunnableCase {
  return 'run' in each;
}
