import { Job } from '@drover/core';
import type { Case, CaseOptions } from '../case';
import type { LogLine } from '../log-line';
import type { World } from '../world';
import { ThrowingHookJob } from '../zoo/callback-job';
import { HelloJob } from '../zoo/hello-job';
import { enqueueTwo, LoggingJob } from '../zoo/logging-jobs';
import { RetryJob } from '../zoo/retry-job';

const INFO: CaseOptions = { logLevel: 'info' };
const WARN: CaseOptions = { logLevel: 'warn' };

/** LG: how loud each line is. */
export const loggingLevels: readonly Case[] = [
  level('LG-40', 'The enqueue line is of level info', {
    ...{ line: 'Enqueued HelloJob', level: 'info' },
    act: () => HelloJob.performLater(),
  }),
  level('LG-41', 'The line of a scheduled enqueue is of level info', {
    ...{ line: 'Enqueued HelloJob', level: 'info' },
    act: () => HelloJob.set({ wait: 1 }).performLater(),
  }),
  level('LG-42', 'The bulk line is of level info', {
    ...{ line: 'Enqueued 2 jobs', level: 'info' },
    act: enqueueTwo,
  }),
  level('LG-43', 'The line of a start is of level info', {
    ...{ line: 'Performing HelloJob', level: 'info' },
    act: () => HelloJob.performLater(),
  }),
  {
    id: 'LG-44',
    behaviour: 'At level warn a good run logs nothing',
    options: WARN,
    async run(world) {
      await LoggingJob.performLater('x');
      await world.settle();
      expect(world.trace.lines).toEqual([]);
    },
  },
  level('LG-45', 'The retry line is of level info', {
    ...{ line: 'Retrying RetryJob', level: 'info' },
    act: () => RetryJob.performLater('DefaultsError', 2),
  }),
  level('LG-46', 'The line of a retry without an error is of level info', {
    ...{ line: 'Retrying ThrowingHookJob', level: 'info' },
    act: () => {
      ThrowingHookJob.enqueues = 0;
      return ThrowingHookJob.performLater();
    },
  }),
  level('LG-47', 'The line of stopped retries is of level error', {
    ...{ line: 'Stopped retrying RetryJob', level: 'error' },
    act: () => RetryJob.performLater('CaughtAtLastError', 6),
  }),
  level('LG-48', 'The line of a discard is of level error', {
    ...{ line: 'Discarded RetryJob', level: 'error' },
    act: () => RetryJob.performLater('DiscardedError', 2),
  }),
];

interface Loudness {
  readonly line: string;
  readonly level: LogLine['level'];
  readonly act: () => Promise<Job | readonly Job[]>;
}

function level(id: string, behaviour: string, { line, level: loud, act }: Loudness): Case {
  return {
    id,
    behaviour,
    options: INFO,
    async run(world: World) {
      await act();
      await world.settle();
      const found = world.trace.lines.filter(({ msg }) => msg.startsWith(line));
      expect(new Set(found.map((each) => each.level))).toEqual(new Set([loud]));
    },
  };
}
