import type { LockInfo } from '../../operations/held-locks';
import type { Command, Flags, Terminal } from '../command';
import { durationInWords } from '../../support/duration-words';
import { counted, printJson, printTable } from '../print';
import { withProject } from '../with-project';

export const locks: Command = {
  summary: 'show who holds which lock, or free one',
  usage: `Usage: drover locks [--name NAME] [--kind KIND] [--json]
       drover locks release KEY [--kind KIND] [--json]

Shows the locks and the slots of limits that are held, the oldest first. A lock whose holder was killed
frees itself when its time is over. 'release' frees it now; a holder that still runs learns that it has
lost the lock.

      --name NAME   those that jobs of a class hold
      --kind KIND   'lock' (withLock, @Exclusive), 'limit' (@LimitConcurrency), 'unique' (@Unique, of a
                    stored job) or 'uniqueRun' (@Unique, of a run)
      --json        as JSON; times in milliseconds since the epoch

Examples:
  drover locks
  drover locks release 'inbox::42'
`,
  options: {
    name: { type: 'string' },
    kind: { type: 'string' },
    json: { type: 'boolean' },
  },
  operands: { name: "'release' and a KEY", most: 2, optional: true },

  run: (flags, terminal, [verb, key]) =>
    verb === undefined ? list(flags, terminal) : release(flags, terminal, verb, key),
};

function list({ name, kind, json }: Flags, terminal: Terminal): Promise<number> {
  return withProject(terminal, async ({ operations, clock }) => {
    const found = await operations.locks({
      ...(name !== undefined && { name: String(name) }),
      ...(kind !== undefined && { kind: String(kind) }),
    });
    if (json) printJson(terminal, found);
    else if (found.length === 0) terminal.stdout.write('No lock is held.\n');
    else print(found, clock.now(), terminal);
    return 0;
  });
}

async function release(
  { kind, json }: Flags,
  terminal: Terminal,
  verb: string,
  key: string | undefined,
): Promise<number> {
  if (verb !== 'release' || key === undefined) {
    terminal.stderr.write("Expected 'drover locks release KEY'. See 'drover locks --help'.\n");
    return 1;
  }
  return withProject(terminal, async ({ operations }) => {
    const options = kind === undefined ? {} : { kind: String(kind) };
    const released = await operations.releaseLock(key, options);
    if (json) printJson(terminal, { released });
    else terminal.stdout.write(`released ${counted(released, 'lock')}\n`);
    return released > 0 ? 0 : 1;
  });
}

function print(found: readonly LockInfo[], now: number, terminal: Terminal): void {
  printTable<LockInfo>(terminal, found, {
    KIND: ({ kind }) => kind,
    KEY: ({ key }) => key,
    CLASS: ({ name }) => name ?? '-',
    QUEUE: ({ queue }) => queue ?? '-',
    HELD: ({ since }) => (since === 0 ? '-' : durationInWords(now - since)),
    'EXPIRES IN': ({ expires }) => (expires === Infinity ? '-' : durationInWords(expires - now)),
    JOB: ({ jobId, owner }) => jobId ?? owner,
  });
}
