import { parseArgs } from 'node:util';
import { didYouMean } from '../support/nearest';
import type { Command, Flags, Terminal } from './command';
import { cancel } from './commands/cancel';
import { check } from './commands/check';
import { console } from './commands/console';
import { deleteCommand } from './commands/delete';
import { doctor } from './commands/doctor';
import { enqueue } from './commands/enqueue';
import { generate } from './commands/generate';
import { init } from './commands/init';
import { jobs } from './commands/jobs';
import { locks } from './commands/locks';
import { pause } from './commands/pause';
import { processes } from './commands/processes';
import { quiet } from './commands/quiet';
import { queues } from './commands/queues';
import { resume } from './commands/resume';
import { retry } from './commands/retry';
import { schedule } from './commands/schedule';
import { stop } from './commands/stop';
import { work } from './commands/work';
import { errorText } from './error-text';

const COMMANDS: Readonly<Record<string, Command>> = {
  work,
  jobs,
  queues,
  processes,
  locks,
  schedule,
  enqueue,
  pause,
  resume,
  quiet,
  stop,
  retry,
  delete: deleteCommand,
  cancel,
  check,
  doctor,
  console,
  init,
  generate,
};

/** Runs one command line. Resolves to the exit code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return help(terminal);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    return refuse(
      `There is no command '${name}'.`,
      didYouMean(name, Object.keys(COMMANDS)) || "See 'drover --help'.",
      terminal,
    );
  try {
    return await runCommand(name, command, rest, terminal);
  } catch (error) {
    terminal.stderr.write(`${errorText(error)}\n`);
    return 1;
  }
}

async function runCommand(
  name: string,
  command: Command,
  argv: string[],
  terminal: Terminal,
): Promise<number> {
  const parsed = parse(command, argv);
  const seeHelp = `See 'drover ${name} --help'.`;
  if ('unknown' in parsed) {
    const known = Object.keys(command.options).map((option) => `--${option}`);
    return refuse(parsed.unknown, didYouMean(parsed.flag, known) || seeHelp, terminal);
  }
  if (parsed.flags['help']) {
    terminal.stdout.write(`${command.usage}\n`);
    return 0;
  }
  const misplaced = misplacedOperand(command, parsed.operands);
  if (misplaced) return refuse(misplaced, seeHelp, terminal);
  return command.run(parsed.flags, terminal, parsed.operands);
}

function parse(
  command: Command,
  args: string[],
): { flags: Flags; operands: string[] } | { unknown: string; flag: string } {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
    const allowPositionals = command.operands !== undefined;
    const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals });
    return { flags: values, operands: positionals };
  } catch (error) {
    const { message } = error as Error;
    return {
      unknown: `${(message.split('. ')[0] ?? message).replace(/\.$/, '')}.`,
      flag: /'(--?[\w-]+)/.exec(message)?.[1] ?? '',
    };
  }
}

function misplacedOperand(
  { operands: expected }: Command,
  operands: readonly string[],
): string | undefined {
  if (!expected) return undefined;
  if (operands.length === 0 && !expected.optional) return `Expected ${expected.name}.`;
  const [surplus] = operands.slice(expected.most);
  return surplus === undefined ? undefined : `Unexpected argument '${surplus}'.`;
}

function help(terminal: Terminal): number {
  const list = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(11)}${summary}`,
  );
  terminal.stdout.write(
    `Usage: drover COMMAND [options]\n\n${list.join('\n')}\n\n'drover COMMAND --help' tells more.\n`,
  );
  return 0;
}

function refuse(what: string, hint: string, terminal: Terminal): number {
  terminal.stderr.write(`${what} ${hint}\n`);
  return 1;
}
