import { checkQueueName } from '../../options/placement';
import { generateKey } from '../../serialization/encryption/encryption-key';
import type { Command } from '../command';
import { jobFiles } from '../generate/job-files';
import { jobForms } from '../generate/job-name';
import { printFates, writeNew } from '../generate/new-file';
import { projectKind } from '../generate/project-kind';
import { printJson } from '../print';

export const generate: Command = {
  summary: 'make a job class and its test, or a key to encrypt with',
  usage: `Usage: drover generate job NAME [options]
       drover generate key

Makes jobs/NAME.job.ts and its test, in TypeScript or JavaScript, CommonJS or ES modules, for the test
runner of the project: as package.json has it. A file that is there is never touched.

With key, prints a new key for DROVER_ENCRYPTION_KEYS, and writes it nowhere.

      --queue NAME   the queue of the class
      --no-test      without the test
      --dry-run      only says what it would do
      --json         as JSON

Examples:
  drover generate job Webhooks::Delivery --queue webhooks
  drover generate job reports/daily --dry-run
  echo "DROVER_ENCRYPTION_KEYS=$(drover generate key)" >> .env
`,
  options: {
    queue: { type: 'string' },
    'no-test': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  operands: { name: "what to make ('job' and its NAME, or 'key')", most: 2 },

  async run({ queue, json, 'no-test': noTest, 'dry-run': dryRun }, terminal, [what, name]) {
    if (what === 'key' && name === undefined) {
      terminal.stdout.write(`${generateKey()}\n`);
      return 0;
    }
    if (what !== 'job' || name === undefined) {
      terminal.stderr.write(
        "Expected 'job' and a NAME, or 'key': drover generate job Webhooks::Delivery\n",
      );
      return 1;
    }
    const folder = process.cwd();
    const files = jobFiles(jobForms(name), projectKind(folder), {
      test: noTest !== true,
      ...(queue !== undefined && { queue: checkQueueName('--queue', queue) }),
    });
    const fates = writeNew(files, { folder, dryRun: dryRun === true });
    if (json) printJson(terminal, fates);
    else printFates(fates, terminal);
    return 0;
  },
};
