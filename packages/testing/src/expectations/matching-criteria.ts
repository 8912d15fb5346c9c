import { checkKeys, type Application, type Duration } from '@drover/core';
import { atTime, inTime, onQueue, withArguments, withPriority, type Criterion } from './criteria';
import type { ExpectedArguments, Expectation } from './expectation';

/** The links of a chain, as an object. */
export interface Criteria<Args extends readonly unknown[] = readonly unknown[]> {
  readonly with?: ExpectedArguments<Args>;
  readonly queue?: Parameters<Expectation['onQueue']>[0];
  readonly at?: Parameters<Expectation['at']>[0];
  readonly in?: Duration;
  readonly priority?: Parameters<Expectation['withPriority']>[0];
}

/** @throws InvalidOptionsError */
export function criteriaOf(
  where: string,
  criteria: Criteria<never>,
  serializer: Application['serializer'],
): readonly Criterion[] {
  checkKeys(where, criteria, ['with', 'queue', 'at', 'in', 'priority']);
  return [
    ...(criteria.with ? [withArguments(criteria.with, serializer)] : []),
    ...(criteria.queue === undefined ? [] : [onQueue(criteria.queue)]),
    ...(criteria.at === undefined ? [] : [atTime(criteria.at)]),
    ...(criteria.in === undefined ? [] : [inTime(criteria.in)]),
    ...(criteria.priority === undefined ? [] : [withPriority(criteria.priority)]),
  ];
}
