import type { ProcessCommand, ProcessRecord } from '../adapters/process-directory';
import { UnknownProcessError } from '../operations/unknown-process-error';
import type { Operations } from '../operations/operations';
import { InvalidOptionsError } from '../options/invalid-options-error';
import type { Command } from './command';
import { printJson } from './print';
import { withProject } from './with-project';

/** How the arguments of such a command are explained. */
export const WHICH_PROCESSES = `      --all     every worker process of the application
      --json    prints the ids of those that were told as JSON

The ID of a process is in the table of 'drover processes'. One that ended since is told of and skipped.`;

/** A command that tells worker processes something, each on its own. It does not wait for them. */
export function eachProcess(
  command: ProcessCommand,
): Pick<Command, 'options' | 'operands' | 'run'> {
  return {
    options: { all: { type: 'boolean' }, json: { type: 'boolean' } },
    operands: { name: 'the ID of a process', most: Infinity, optional: true },

    run: ({ all, json }, terminal, ids) =>
      withProject(terminal, async ({ operations }) => {
        if (ids.length === 0 && !all)
          throw new InvalidOptionsError('Which processes', 'an ID or --all', undefined);
        const known = new Map((await operations.processes()).map((each) => [each.id, each]));
        const chosen = all ? [...known.keys()] : ids;
        const told: string[] = [];
        for (const id of chosen) {
          if (await wasTold(operations, id, command)) told.push(id);
          else terminal.stderr.write(`${id} names no worker process that runs\n`);
        }
        if (json) printJson(terminal, { told });
        else for (const id of told) terminal.stdout.write(toldText(id, command, known.get(id)));
        return told.length === chosen.length ? 0 : 1;
      }),
  };
}

function toldText(id: string, command: ProcessCommand, process?: ProcessRecord): string {
  const returns = command === 'stop' && process?.supervised;
  return `told ${id} to ${command}${returns ? '; its supervisor starts another' : ''}\n`;
}

async function wasTold(
  operations: Operations,
  id: string,
  command: ProcessCommand,
): Promise<boolean> {
  try {
    await operations.commandProcess(id, command);
    return true;
  } catch (error) {
    if (error instanceof UnknownProcessError) return false;
    throw error;
  }
}
