import type { Case, Section } from './case';
import { afterCommit } from './cases/after-commit';
import { adapterLoading, queueAdapter } from './cases/adapters';
import { timeZones, translation, zonedTimes } from './cases/ambient';
import { argumentSerialization } from './cases/argument-serialization';
import { attributes } from './cases/attributes';
import { callbacks } from './cases/callbacks';
import { continuation } from './cases/continuation';
import { events, instrumentation } from './cases/events';
import { givingUp } from './cases/giving-up';
import { jobData } from './cases/job-data';
import { immediate } from './cases/immediate';
import { integration } from './cases/integration';
import { loggingEnqueues } from './cases/logging-enqueues';
import { loggingLevels } from './cases/logging-levels';
import { loggingRuns } from './cases/logging-runs';
import { queueNaming, queuePriority } from './cases/placement';
import { queuing } from './cases/queuing';
import { rescuing } from './cases/rescuing';
import { retrying } from './cases/retrying';
import { serializers } from './cases/serializers';
import { shownJobs } from './cases/shown';
import { stepEvents } from './cases/step-events';
import { testCase } from './cases/testing/adapters';
import { testHelper } from './cases/testing/test-helper';
import { waits } from './cases/waits';
import { planned } from './planned/planned-cases';

/** The sections of Active Job's suite, in its order. */
export const SECTIONS: readonly Section[] = [
  { key: 'EX', title: 'Exceptions', cases: inOrder([...retrying, ...waits, ...givingUp]) },
  { key: 'CB', title: 'Callbacks', cases: callbacks },
  { key: 'QU', title: 'Queuing', cases: queuing },
  { key: 'JS', title: 'Job serialization', cases: jobData },
  { key: 'AS', title: 'Argument serialization', cases: withRubys('AS', argumentSerialization) },
  { key: 'QN', title: 'Queue naming', cases: queueNaming },
  { key: 'QP', title: 'Queue priority', cases: queuePriority },
  { key: 'TZ', title: 'Time zones', cases: timeZones },
  { key: 'TR', title: 'Translation', cases: translation },
  { key: 'TWZ', title: 'Times with a zone', cases: zonedTimes },
  { key: 'RE', title: 'Rescue', cases: rescuing },
  { key: 'SE', title: 'Serializers', cases: withRubys('SE', serializers) },
  { key: 'IN', title: 'Instrumentation', cases: instrumentation },
  {
    key: 'LG',
    title: 'Logging',
    cases: inOrder([...loggingEnqueues, ...loggingRuns, ...loggingLevels]),
  },
  { key: 'CO', title: 'Continuation', cases: continuation },
  { key: 'AT', title: 'Attributes', cases: withRubys('AT', attributes) },
  { key: 'EC', title: 'Enqueue after transaction commit', cases: afterCommit },
  { key: 'EV', title: 'Structured events', cases: [...events, ...stepEvents] },
  { key: 'QA', title: 'Queue adapter', cases: queueAdapter },
  { key: 'AD', title: 'Adapter', cases: withRubys('AD', adapterLoading) },
  { key: 'AA', title: 'Async adapter', cases: immediate },
  { key: 'DJ', title: 'Delayed Job adapter', cases: shownJobs },
  { key: 'TB', title: 'Test case', cases: testCase },
  { key: 'TH', title: 'Test helper', cases: inOrder(testHelper) },
  { key: 'IT', title: 'Integration', cases: withRubys('IT', integration) },
];

/** With the cases of the section that are not for us. */
function withRubys(key: string, cases: readonly Case[]): readonly Case[] {
  return inOrder([...cases, ...planned(key)]);
}

function inOrder(cases: readonly Case[]): readonly Case[] {
  return cases.toSorted((a, b) => a.id.localeCompare(b.id));
}
