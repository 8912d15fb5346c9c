import type { Case } from '../../case';
import { testAdapters } from './adapters';
import { enqueuedCounts } from './enqueued-counts';
import { enqueuedMatching } from './enqueued-matching';
import { performedCounts } from './performed-counts';
import { performedMatching } from './performed-matching';
import { performedNone } from './performed-none';
import { performing } from './performing';

/** TH: the test kit. */
export const testHelper: readonly Case[] = [
  ...enqueuedCounts,
  ...enqueuedMatching,
  ...performing,
  ...performedCounts,
  ...performedNone,
  ...performedMatching,
  ...testAdapters,
];
