import { EnqueueError, performAllLater } from '@drover/core';
import type { Case } from '../case';
import type { World } from '../world';
import { HaltedEnqueueJob } from '../zoo/callback-job';
import { HelloJob } from '../zoo/hello-job';
import { enqueueTwo, LoggingJob, NestedJob, ThrowingEnqueueJob } from '../zoo/logging-jobs';
import { NamedQueueJob } from '../zoo/placed-jobs';
import { Person } from '../zoo/person';

const DUE = new Date('2100-01-01T00:00:00.000Z');

/** LG: the lines of enqueues. */
export const loggingEnqueues: readonly Case[] = [
  {
    id: 'LG-01',
    behaviour: 'Lines about an enqueue carry the component (twist: a field of the line, not a tag)',
    async run(world) {
      await LoggingJob.performLater('x');
      const line = world.trace.lines.find(({ msg }) => msg.startsWith('Enqueued'));
      expect(line).toMatchObject({ component: 'drover', job: 'LoggingJob' });
      await world.settle();
    },
  },
  {
    id: 'LG-04',
    behaviour: 'The enqueue line names the queue the job went to',
    async run(world) {
      await NamedQueueJob.performLater();
      expect(enqueuedLine(world)).toContain(` to ${world.app.adapter.name}(greetings)`);
      await world.settle();
    },
  },
  {
    id: 'LG-07',
    behaviour: 'One enqueue, one event, one line with the arguments',
    async run(world) {
      const { id } = await HelloJob.performLater('Ada');
      expect(world.trace.told('enqueued')).toHaveLength(1);
      expect(world.trace.messages().filter((line) => line.startsWith('Enqueued'))).toEqual([
        `Enqueued HelloJob (Job ID: ${id}) to ${world.app.adapter.name}(default) with arguments: "Ada"`,
      ]);
      await world.settle();
    },
  },
  {
    id: 'LG-08',
    behaviour: 'Without arguments the line has no part for them',
    async run(world) {
      const { id } = await HelloJob.performLater();
      expect(enqueuedLine(world)).toBe(
        `Enqueued HelloJob (Job ID: ${id}) to ${world.app.adapter.name}(default)`,
      );
      await world.settle();
    },
  },
  halted('LG-09', 'A halted enqueue is one event and one line that says so', () =>
    HaltedEnqueueJob.performLater(),
  ),
  throwing('LG-10', 'A throwing hook is one event and one line, and the error goes on', () =>
    ThrowingEnqueueJob.performLater(),
  ),
  {
    id: 'LG-17',
    behaviour:
      'A job enqueued by a job has lines of its own, and the outer one goes on under its own name (twist: the enqueue line carries the job that is enqueued)',
    async run(world) {
      await NestedJob.performLater();
      await world.settle();
      await world.settle();
      const named = world.trace.lines.map(({ job, msg }) => `${job}: ${msg.split(' ')[0]}`);
      expect(named).toEqual(
        expect.arrayContaining([
          'NestedJob: Performing',
          'LoggingJob: Enqueued',
          'NestedJob: The',
          'NestedJob: Performed',
          'LoggingJob: Performing',
          'LoggingJob: Dummy,',
          'LoggingJob: Performed',
        ]),
      );
    },
  },
  scheduled('LG-18', 'waitUntil logs the time and the arguments', (world) =>
    HelloJob.set({ waitUntil: world.app.clock.now() + 50 }).performLater('Ada'),
  ),
  halted('LG-19', 'A halted scheduled enqueue logs that it failed', () =>
    HaltedEnqueueJob.set({ waitUntil: DUE }).performLater(),
  ),
  throwing('LG-20', 'A throwing hook at a scheduled enqueue logs it, and the error goes on', () =>
    ThrowingEnqueueJob.set({ waitUntil: DUE }).performLater(),
  ),
  scheduled('LG-21', 'wait logs the time and the arguments', () =>
    HelloJob.set({ wait: 50 }).performLater('Ada'),
  ),
  refused('LG-22', 'An EnqueueError is logged with its class, message and queue', () =>
    NamedQueueJob.performLater(),
  ),
  refused('LG-23', 'The same at a scheduled enqueue', () =>
    NamedQueueJob.set({ wait: '1 hour' }).performLater(),
  ),
  {
    id: 'LG-35',
    behaviour: 'A bulk enqueue that failed altogether logs the number',
    async run(world) {
      world.refuseNext(1);
      await expect(enqueueTwo()).rejects.toThrow(EnqueueError);
      expect(world.trace.messages('error')).toEqual([
        `Failed enqueuing 2 jobs to ${world.app.adapter.name}`,
      ]);
    },
  },
  {
    id: 'LG-36',
    behaviour: 'With verbose enqueue logs a second line names the caller',
    options: { verboseEnqueueLogs: true },
    async run(world) {
      await LoggingJob.performLater('x');
      await enqueueTwo();
      const callers = world.trace.messages().filter((line) => line.startsWith('↳'));
      expect(callers[0]).toMatch(/^↳ .*cases\/logging-enqueues\.ts:\d+:\d+$/);
      expect(callers[1]).toMatch(/^↳ .*zoo\/logging-jobs\.ts:\d+:\d+$/);
      expect(callers).toHaveLength(2);
      await world.settle();
    },
  },
  {
    id: 'LG-37',
    behaviour: 'Verbose enqueue logs are off by default',
    async run(world) {
      await LoggingJob.performLater('x');
      await world.settle();
      expect(world.trace.messages().join('\n')).not.toContain('↳');
    },
  },
  {
    id: 'LG-38',
    behaviour: 'A bulk enqueue logs the numbers per class',
    async run(world) {
      await performAllLater<HelloJob | LoggingJob>([
        HelloJob.build('Jamie'),
        LoggingJob.build(new Person(5)),
        HelloJob.build('John'),
      ]);
      expect(world.trace.messages()).toContain(
        `Enqueued 3 jobs to ${world.app.adapter.name} (2 HelloJob, 1 LoggingJob)`,
      );
      await world.settle();
    },
  },
  {
    id: 'LG-39',
    behaviour:
      'An adapter that does not tell what it stored counts as failed, and nothing crashes (twist: performAllLater rejects)',
    async run(world) {
      world.tellNothingNext();
      await expect(enqueueTwo()).rejects.toThrow(EnqueueError);
      expect(world.trace.messages('error')).toEqual([
        `Failed enqueuing 2 jobs to ${world.app.adapter.name}`,
      ]);
    },
  },
];

type Enqueue = (world: World) => Promise<unknown>;

/** A worker may be quicker than the answer to the enqueue: its line is not always the first. */
function enqueuedLine({ trace }: World): string | undefined {
  return trace.messages().find((line) => line.startsWith('Enqueued'));
}

function halted(id: string, behaviour: string, enqueue: Enqueue): Case {
  return {
    id,
    behaviour,
    async run(world) {
      await enqueue(world);
      expect(world.trace.told('enqueued')).toMatchObject([{ halted: true }]);
      expect(world.trace.messages()).toEqual([
        expect.stringMatching(
          /^Failed enqueuing HaltedEnqueueJob .* before_enqueue callback .*halted/,
        ),
      ]);
    },
  };
}

function throwing(id: string, behaviour: string, enqueue: Enqueue): Case {
  return {
    id,
    behaviour,
    async run(world) {
      await expect(enqueue(world)).rejects.toThrow('Refused by a hook');
      expect(world.trace.told('enqueued')).toMatchObject([{ error: expect.any(RangeError) }]);
      expect(world.trace.messages('error')).toEqual([
        expect.stringMatching(/^Failed enqueuing ThrowingEnqueueJob .*: RangeError \(Refused by/),
      ]);
    },
  };
}

function scheduled(id: string, behaviour: string, enqueue: Enqueue): Case {
  return {
    id,
    behaviour,
    async run(world) {
      const job = (await enqueue(world)) as HelloJob;
      const at = job.scheduledAt?.toISOString();
      expect(enqueuedLine(world)).toBe(
        `Enqueued HelloJob (Job ID: ${job.id}) to ${world.app.adapter.name}(default) at ${at} with arguments: "Ada"`,
      );
      await world.settle();
    },
  };
}

function refused(id: string, behaviour: string, enqueue: Enqueue): Case {
  return {
    id,
    behaviour,
    async run(world) {
      world.refuseNext(1);
      await expect(enqueue(world)).rejects.toThrow(EnqueueError);
      expect(world.trace.messages('error')).toEqual([
        expect.stringMatching(
          /^Failed enqueuing NamedQueueJob .*\(greetings\): EnqueueError \(NamedQueueJob was refused\)$/,
        ),
      ]);
    },
  };
}
