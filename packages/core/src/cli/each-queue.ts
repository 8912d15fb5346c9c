import type { QueueHandle } from '../operations/queue-handle';
import { didYouMean } from '../support/nearest';
import type { Command } from './command';
import { printJson } from './print';
import { withProject } from './with-project';

/** A command that does one thing to the queues it is given, and refuses a queue nobody knows. */
export function eachQueue(
  done: string,
  act: (queue: QueueHandle) => Promise<void>,
): Pick<Command, 'options' | 'operands' | 'run'> {
  return {
    options: { json: { type: 'boolean' } },
    operands: { name: 'a QUEUE', most: Infinity },

    run: ({ json }, terminal, names) =>
      withProject(terminal, async ({ operations }) => {
        const known = (await operations.queues()).map(({ name }) => name);
        const unknown = names.find((name) => !known.includes(name));
        if (unknown !== undefined) {
          terminal.stderr.write(unknownQueue(unknown, known));
          return 1;
        }
        for (const name of names) await act(operations.queue(name));
        if (json) printJson(terminal, { [done]: names });
        else for (const name of names) terminal.stdout.write(`${done} ${name}\n`);
        return 0;
      }),
  };
}

function unknownQueue(name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known) || `There are: ${known.join(', ') || 'none'}.`;
  return `There is no queue '${name}'. ${hint}\n`;
}
