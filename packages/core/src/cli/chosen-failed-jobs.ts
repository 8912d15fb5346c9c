import type { FailedJobSelection } from '../operations/failed-job-filter';
import type { Operations } from '../operations/operations';
import { InvalidOptionsError } from '../options/invalid-options-error';
import { optionsOf } from '../options/job-options';
import type { JobRegistry } from '../registry/job-registry';
import type { Command, Flags } from './command';
import { counted, printJson } from './print';
import { withProject } from './with-project';

/** How the flags of such a command are explained. */
export const CHOOSING = `      --id ID          a failed job; repeat for several
      --name NAME      those of a job class
      --queue QUEUE    those of a queue
      --all            every one
      --json           prints how many as JSON`;

/** A command that does one thing to the failed jobs it is told to choose. It asks nothing. */
export function chosenFailedJobs(
  done: string,
  act: (operations: Operations, selection: FailedJobSelection) => Promise<number>,
): Pick<Command, 'options' | 'run'> {
  return {
    options: {
      id: { type: 'string', multiple: true },
      name: { type: 'string' },
      queue: { type: 'string' },
      all: { type: 'boolean' },
      json: { type: 'boolean' },
    },

    run: (flags, terminal) =>
      withProject(terminal, async ({ operations, registry }) => {
        const selection = toSelection(flags, registry);
        const count = await act(operations, selection);
        if (flags['json']) printJson(terminal, { [done]: count });
        else terminal.stdout.write(`${done} ${counted(count, 'failed job')}\n`);
        const missing = (selection.id?.length ?? count) - count;
        if (missing <= 0) return 0;
        terminal.stderr.write(`${counted(missing, 'id')} named no failed job\n`);
        return 1;
      }),
  };
}

function toSelection({ id, name, queue, all }: Flags, registry: JobRegistry): FailedJobSelection {
  if ([id, name, queue, all].every((flag) => flag === undefined))
    throw new InvalidOptionsError('Which jobs', '--id, --name, --queue or --all', undefined);
  return {
    ...(id !== undefined && { id: [...new Set(id as string[])] }),
    ...(name !== undefined && { name: wireName(String(name), registry) }),
    ...(queue !== undefined && { queue: String(queue) }),
    ...(all === true && { all }),
  };
}

/** The class may be gone and its failed jobs still there: then the name is taken as it is. */
function wireName(name: string, registry: JobRegistry): string {
  const jobClass = registry.find(name);
  return jobClass ? optionsOf(jobClass).name : name;
}
