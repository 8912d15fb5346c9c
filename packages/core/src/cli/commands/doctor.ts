import type { Application } from '../../application';
import type { StoreFinding } from '../../adapters/store-finding';
import { StoreError } from '../../adapters/store-error';
import type { Command, Terminal } from '../command';
import { missingKey } from '../../registry/missing-key';
import { printJson, styled } from '../print';
import { withProject } from '../with-project';

export const doctor: Command = {
  summary: 'examine the store and the processes',
  usage: `Usage: drover doctor [--json]

Asks the store how it is set up (version, eviction policy, persistence, clock, connections), and looks
for queues with waiting jobs that no process serves, for silent processes and paused queues, for entries
of the schedule that cannot run or are overdue, for job schedulers of BullMQ that nobody owns, and for
classes that are @Encrypted where there is no key. Exits with 1 when something is wrong, not when
something is only worth a warning.

Examples:
  drover doctor
  drover doctor --json | jq '.[] | select(.level != "ok")'
`,
  options: { json: { type: 'boolean' } },

  run: ({ json }, terminal) =>
    withProject(terminal, async (application) => {
      const findings = await examine(application);
      if (json) printJson(terminal, findings);
      else for (const finding of findings) print(finding, terminal);
      return findings.some(({ level }) => level === 'error') ? 1 : 0;
    }),
};

/** A store that cannot be reached is the finding. */
async function examine(application: Application): Promise<readonly StoreFinding[]> {
  const { operations, schedule } = application;
  try {
    const store = [...(await operations.examine()), ...(await schedule.examine())];
    return [...store, ...examineKeys(application)];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { code, message } = error;
    return [{ level: 'error', what: 'store', found: code, advice: message }];
  }
}

/** Nothing is said where nothing is encrypted. */
function examineKeys({ registry, serializer }: Application): readonly StoreFinding[] {
  const missing = missingKey(registry, serializer.keys);
  if (!missing) return [];
  return [{ level: 'error', what: 'encryption', found: missing.code, advice: missing.message }];
}

const COLOURS = { ok: 'green', warning: 'yellow', error: 'red' } as const;

function print({ level, what, found, advice }: StoreFinding, terminal: Terminal): void {
  const mark = styled(terminal, COLOURS[level], level.padEnd(7));
  terminal.stdout.write(`${mark}  ${what}: ${found}\n`);
  if (advice) terminal.stdout.write(`         ${advice}\n`);
}
