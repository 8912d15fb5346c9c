import { InvalidOptionsError } from '../../options/invalid-options-error';
import type { SetOptions } from '../../options/placement';
import type { Duration } from '../../support/duration';
import type { Job, JobClass } from '../../job/job';
import type { ConfiguredJob } from '../../job/configured-job';
import type { Command, Flags } from '../command';
import { printJson } from '../print';
import { withProject } from '../with-project';

/** A job whose arguments are checked by nobody but itself. */
type AnyJob = Job & { perform(...args: unknown[]): unknown };

export const enqueue: Command = {
  summary: 'enqueue a job',
  usage: `Usage: drover enqueue NAME [options]

Enqueues a job of the class NAME, which may also be written as a Ruby class (Webhooks::DeliveryJob) or as
the path of its file (webhooks/delivery). Prints the id of the job.

      --args JSON      a list: the arguments of perform
      --queue NAME     another queue than the class's
      --wait TIME      when, from now: '30 seconds', '5m', '1 hour'
      --priority N     smaller runs sooner
      --json           prints what became of it as JSON

Examples:
  drover enqueue ReportJob
  drover enqueue WebhookDeliveryJob --args '["42", {"event": "created"}]' --wait 5m --queue critical
`,
  options: {
    args: { type: 'string' },
    queue: { type: 'string' },
    wait: { type: 'string' },
    priority: { type: 'string' },
    json: { type: 'boolean' },
  },
  operands: { name: 'the NAME of a job class', most: 1 },

  run: (flags, terminal, [name = '']) =>
    withProject(terminal, async ({ registry }) => {
      const jobClass = registry.resolve(name) as JobClass<AnyJob> & typeof Job;
      const args = parseArguments(flags['args'] as string | undefined);
      const configured: ConfiguredJob<AnyJob> = jobClass.set(setOptions(flags));
      const job = await configured.performLater(...args);
      const { id, queueName, enqueued, notEnqueuedBecause, duplicateOf } = job;
      if (flags['json'])
        printJson(terminal, { id, queue: queueName, enqueued, notEnqueuedBecause, duplicateOf });
      else if (enqueued) terminal.stdout.write(`${id}\n`);
      else terminal.stderr.write(`Not enqueued: ${notEnqueuedBecause} ${duplicateOf ?? ''}\n`);
      return 0;
    }),
};

function parseArguments(text: string | undefined): unknown[] {
  if (text === undefined) return [];
  const value = parseJson(text);
  if (Array.isArray(value)) return value;
  throw new InvalidOptionsError('--args', `a list in JSON, such as '["42", true]'`, text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function setOptions({ queue, wait, priority }: Flags): SetOptions {
  return {
    ...(queue !== undefined && { queue: String(queue) }),
    ...(wait !== undefined && { wait: String(wait) as Duration }),
    ...(priority !== undefined && { priority: Number(priority) }),
  };
}
