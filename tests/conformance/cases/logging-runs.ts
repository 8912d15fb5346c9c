import type { Case } from '../case';
import { HaltedPerformJob, ThrowingHookJob } from '../zoo/callback-job';
import { JobBuffer } from '../zoo/job-buffer';
import { HeavyJob, LoggingJob, OnceJob, ParseJob } from '../zoo/logging-jobs';
import { Person } from '../zoo/person';
import { RescueJob } from '../zoo/rescue-job';
import { RetryJob } from '../zoo/retry-job';

const HALTED =
  /^Error performing \w+ \(Job ID: .*\) from .* in [\d.]+ ms: a before_perform callback .*halted/;

/** LG: the lines of runs. */
export const loggingRuns: readonly Case[] = [
  {
    id: 'LG-02',
    behaviour: 'Lines logged in a run carry the class of the job',
    async run(world) {
      await LoggingJob.performLater('x');
      await world.settle();
      expect(world.trace.lines.find(({ msg }) => msg.startsWith('Dummy'))?.job).toBe('LoggingJob');
    },
  },
  {
    id: 'LG-03',
    behaviour: 'Lines logged in a run carry the id of the job',
    async run(world) {
      const { id } = await LoggingJob.performLater('x');
      await world.settle();
      expect(world.trace.lines.find(({ msg }) => msg.startsWith('Dummy'))?.jobId).toBe(id);
    },
  },
  {
    id: 'LG-05',
    behaviour: 'A record is logged as its reference, while the job sees the record',
    async run(world) {
      await LoggingJob.performLater(new Person(123));
      await world.settle();
      await LoggingJob.performNow(new Person(123));
      const shown = ' with arguments: {"$ref":"Person","value":123}';
      const lines = world.trace.messages().filter((line) => line.endsWith(shown));
      expect(lines.map(firstWord).toSorted()).toEqual(['Enqueued', 'Performing', 'Performing']);
      expect(world.trace.messages()).toContain('Dummy, here is it: object');
    },
  },
  {
    id: 'LG-06',
    behaviour: 'The same for a record inside an options object',
    async run(world) {
      await LoggingJob.performLater({ person: new Person(123) });
      await world.settle();
      const shown = '{"person":{"$ref":"Person","value":123}}';
      expect(world.trace.messages().filter((line) => line.endsWith(shown))).toHaveLength(2);
    },
  },
  {
    id: 'LG-11',
    behaviour: 'A run logs its start, its own lines, and its end with the duration',
    async run(world) {
      const { id, enqueuedAt } = await LoggingJob.performLater('x');
      await world.settle();
      const place = `${world.app.adapter.name}(default)`;
      const lines = world.trace.messages().filter((line) => !line.startsWith('Enqueued'));
      expect(lines).toEqual([
        `Performing LoggingJob (Job ID: ${id}) from ${place} enqueued at ${enqueuedAt?.toISOString()} with arguments: "x"`,
        'Dummy, here is it: string',
        expect.stringMatching(/^Performed LoggingJob \(Job ID: .*\) from .* in [\d.]+ ms$/),
      ]);
    },
  },
  {
    id: 'LG-12',
    behaviour: 'A run that never was enqueued has no enqueue time in its line',
    async run(world) {
      await LoggingJob.performNow('x');
      expect(world.trace.messages()[0]).toMatch(
        /^Performing LoggingJob .*\(default\) with arguments/,
      );
    },
  },
  {
    id: 'LG-13',
    behaviour: 'A halted run logs that a hook halted it',
    async run(world) {
      await HaltedPerformJob.performNow();
      expect(world.trace.messages('error')).toEqual([expect.stringMatching(HALTED)]);
    },
  },
  {
    id: 'LG-14',
    behaviour: 'A perform that returns nothing is not taken for halted',
    async run(world) {
      OnceJob.runs = 0;
      await OnceJob.performNow();
      expect(world.trace.messages('error')).toEqual([]);
    },
  },
  {
    id: 'LG-15',
    behaviour: 'One job object run twice, halted once: one halted line',
    async run(world) {
      OnceJob.runs = 0;
      const job = OnceJob.build();
      await job.performNow();
      await job.performNow();
      expect(JobBuffer.lines).toEqual(['performed']);
      expect(world.trace.messages('error')).toEqual([expect.stringMatching(HALTED)]);
    },
  },
  {
    id: 'LG-16',
    behaviour: 'logArguments: false hides arguments in every line',
    options: { logArguments: false },
    async run(world) {
      await LoggingJob.performLater('hidden');
      await world.settle();
      const lines = world.trace.messages();
      expect(lines.map(firstWord).toSorted()).toEqual([
        'Dummy,',
        'Enqueued',
        'Performed',
        'Performing',
      ]);
      expect(lines.join('\n')).not.toMatch(/hidden|arguments/);
    },
  },
  {
    id: 'LG-24',
    behaviour: 'A logger that knows only the four levels will do',
    options: { plainLogger: true },
    async run(world) {
      await LoggingJob.performLater('x');
      await world.settle();
      const lines = world.trace.lines.map(({ level, msg }) => `${level} ${msg.split(' ')[0]}`);
      expect(lines.toSorted()).toEqual([
        'info Dummy,',
        'info Enqueued',
        'info Performed',
        'info Performing',
      ]);
      expect(new Set(world.trace.lines.map(({ job }) => job))).toEqual(new Set(['LoggingJob']));
    },
  },
  {
    id: 'LG-25',
    behaviour: 'A failed run logs the error with its stack',
    async run(world) {
      await RetryJob.performLater('UnhandledError', 2);
      await world.settle();
      const [line] = world.trace.lines.filter(({ level }) => level === 'error');
      expect(line?.msg).toMatch(
        /^Error performing RetryJob .* in [\d.]+ ms: \w+ \(UnhandledError\)$/,
      );
      expect(line?.err?.stack).toMatch(/UnhandledError[^]*\n {4}at .*errorNamed/);
    },
  },
  {
    id: 'LG-26',
    behaviour: 'The logged stack leaves out frames of libraries',
    async run(world) {
      await ParseJob.performLater('not json');
      await world.settle();
      const [line] = world.trace.lines.filter(({ level }) => level === 'error');
      const frames =
        line?.err?.stack.split('\n').filter((each) => each.startsWith('    at ')) ?? [];
      expect(frames[0]).toMatch(/ParseJob\..*perform.*zoo\/logging-jobs\.ts/);
      expect(frames.join('\n')).not.toMatch(/node:|node_modules|packages\/core\/src|JSON\.parse/);
    },
  },
  {
    id: 'LG-27',
    behaviour: 'An error that a rule took is not logged as an error of the run',
    async run(world) {
      await RescueJob.performLater('david');
      await world.settle();
      expect(world.trace.messages('error')).toEqual([]);
    },
  },
  {
    id: 'LG-29',
    behaviour: 'A retry on another queue logs that queue at its run',
    async run(world) {
      await HeavyJob.performLater();
      await world.settle();
      const performed = world.trace.messages().filter((line) => line.startsWith('Performed'));
      expect(performed.map((line) => /\((\w+)\) in/.exec(line)?.[1])).toEqual(['default', 'low']);
    },
  },
  {
    id: 'LG-30',
    behaviour: 'A retry without an error logs no cause',
    async run(world) {
      ThrowingHookJob.enqueues = 0;
      const { id } = await ThrowingHookJob.performLater();
      await world.settle();
      expect(world.trace.messages()).toContain(
        `Retrying ThrowingHookJob (Job ID: ${id}) after 1 attempts in 0 seconds.`,
      );
    },
  },
  {
    id: 'LG-31',
    behaviour: 'Exhausted with onExhausted logs that retries stopped, and why',
    async run(world) {
      await RetryJob.performLater('CaughtAtLastError', 6);
      await world.settle();
      expect(world.trace.messages('error')).toEqual([
        expect.stringMatching(
          /^Stopped retrying RetryJob .* due to a \w+ \(CaughtAtLastError\), which reoccurred on 5 attempts\.$/,
        ),
      ]);
    },
  },
  {
    id: 'LG-32',
    behaviour: 'Exhausted without it logs the same, and the job fails',
    async run(world) {
      await RetryJob.performLater('DefaultsError', 6);
      await world.settle();
      expect(world.trace.messages('error')[0]).toMatch(
        /^Stopped retrying RetryJob .* due to a \w+ \(DefaultsError\), which reoccurred on 5 attempts\.$/,
      );
      expect(world.trace.failure?.message).toBe('DefaultsError');
    },
  },
  {
    id: 'LG-33',
    behaviour: 'A discard is logged with its error',
    async run(world) {
      await RetryJob.performLater('DiscardedError', 2);
      await world.settle();
      expect(world.trace.messages('error')).toEqual([
        expect.stringMatching(/^Discarded RetryJob .* due to a \w+ \(DiscardedError\)\.$/),
      ]);
    },
  },
];

function firstWord(line: string): string {
  return line.split(' ')[0] ?? '';
}
