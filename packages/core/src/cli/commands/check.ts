import { DroverError } from '../../support/drover-error';
import { checkProject } from '../check-project';
import type { Command } from '../command';
import { errorText } from '../error-text';
import { counted, printJson, styled } from '../print';

export const check: Command = {
  summary: 'check the configuration and the job files without connecting',
  usage: `Usage: drover check [options]

Loads what a worker would load: drover.config.*, config/queues.yml or config/sidekiq.yml,
config/schedule.yml, and the job files. Tells everything that is wrong, not only the first, and exits
with 1 if anything is.

  -C, --config FILE         the worker's configuration file
  -e, --environment NAME    the section of it that applies; default NODE_ENV, else development
      --json                as JSON

Examples:
  drover check
  drover check -e production && git push
`,
  options: {
    config: { type: 'string', short: 'C' },
    environment: { type: 'string', short: 'e' },
    json: { type: 'boolean' },
  },

  async run({ config, environment, json }, terminal) {
    const { errors, warnings, jobs } = await checkProject({
      ...(config !== undefined && { configFile: String(config) }),
      ...(environment !== undefined && { environment: String(environment) }),
    });
    if (json) {
      printJson(terminal, { errors: errors.map(toJson), warnings, jobs });
    } else {
      const { stdout } = terminal;
      for (const error of errors)
        stdout.write(`${styled(terminal, 'red', 'error')}    ${errorText(error)}\n`);
      for (const warning of warnings)
        stdout.write(`${styled(terminal, 'yellow', 'warning')}  ${warning}\n`);
      stdout.write(
        `${counted(jobs, 'job class', 'job classes')}, ${counted(errors.length, 'error')}, ${counted(warnings.length, 'warning')}\n`,
      );
    }
    return errors.length > 0 ? 1 : 0;
  },
};

function toJson(error: unknown): { code?: string; message: string } {
  const { message } = error as Error;
  return error instanceof DroverError ? { code: error.code, message } : { message };
}
