import { parseArgs } from 'node:util';
import { DroverError } from '../support/drover-error';
import type { Command, Flags, Terminal } from './command';
import { jobs } from './commands/jobs';
import { work } from './commands/work';
import { nearest } from './nearest';

const COMMANDS: Readonly<Record<string, Command>> = { work, jobs };

/** Runs one command line. Resolves to the exit code. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return help(terminal);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    return refuse(`There is no command '${name}'.`, nearest(name, Object.keys(COMMANDS)), terminal);
  try {
    return await runCommand(command, rest, terminal);
  } catch (error) {
    terminal.stderr.write(`${errorText(error)}\n`);
    return 1;
  }
}

async function runCommand(command: Command, argv: string[], terminal: Terminal): Promise<number> {
  const parsed = parse(command, argv);
  if ('unknown' in parsed) {
    const known = Object.keys(command.options).map((option) => `--${option}`);
    return refuse(parsed.unknown, nearest(parsed.flag, known), terminal);
  }
  if (parsed.flags['help']) {
    terminal.stdout.write(`${command.usage}\n`);
    return 0;
  }
  return command.run(parsed.flags, terminal);
}

function parse(
  command: Command,
  args: string[],
): { flags: Flags } | { unknown: string; flag: string } {
  try {
    const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
    return { flags: parseArgs({ args, options, strict: true }).values };
  } catch (error) {
    const { message } = error as Error;
    return {
      unknown: message.split('. ')[0] ?? message,
      flag: /'(--?[\w-]+)/.exec(message)?.[1] ?? '',
    };
  }
}

function help(terminal: Terminal): number {
  const list = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(8)}${summary}`,
  );
  terminal.stdout.write(
    `Usage: drover COMMAND [options]\n\n${list.join('\n')}\n\n'drover COMMAND --help' tells more.\n`,
  );
  return 0;
}

function refuse(what: string, suggestion: string | undefined, terminal: Terminal): number {
  const hint = suggestion ? ` Did you mean '${suggestion}'?` : " See 'drover --help'.";
  terminal.stderr.write(`${what}${hint}\n`);
  return 1;
}

/** Our own errors advise in their message; anything else needs its stack. */
function errorText(error: unknown): string {
  if (error instanceof DroverError)
    return `${error.code}: ${error.message}${causeText(error.cause)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  return cause instanceof DroverError
    ? `\n${cause.code}: ${cause.message}`
    : `\n${cause.stack ?? cause.message}`;
}
