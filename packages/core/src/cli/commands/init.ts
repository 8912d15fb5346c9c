import type { Command, Terminal } from '../command';
import { addScripts } from '../generate/add-scripts';
import { initFiles, missingPackages, SCRIPTS } from '../generate/init-files';
import { printFates, writeNew } from '../generate/new-file';
import { projectKind, type ProjectKind } from '../generate/project-kind';
import { printJson } from '../print';

export const init: Command = {
  summary: 'give a project its configuration and a folder for jobs',
  usage: `Usage: drover init [options]

Makes drover.config.*, config/queues.yml, config/schedule.yml and jobs/application.job.* in this folder,
and adds scripts to package.json. A file, or a script, that is there is never touched, and a
config/sidekiq.yml does for config/queues.yml. Says what is left to install.

      --dry-run   only says what it would do
      --json      as JSON

Examples:
  drover init --dry-run
  drover init && drover generate job hello
`,
  options: { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } },

  async run({ json, 'dry-run': dryRun }, terminal) {
    const kind = projectKind(process.cwd());
    const options = { folder: kind.folder, dryRun: dryRun === true };
    const fates = [...writeNew(initFiles(kind), options), addScripts(SCRIPTS, options)];
    const missing = missingPackages(kind);
    if (json) printJson(terminal, { files: fates, missing });
    else {
      printFates(fates, terminal);
      printNext(kind, terminal);
    }
    return 0;
  },
};

function printNext(kind: ProjectKind, { stdout }: Terminal): void {
  const { runtime, development } = missingPackages(kind);
  const steps = [
    ...(runtime.length > 0 ? [`npm install ${runtime.join(' ')}`] : []),
    ...(development.length > 0 ? [`npm install --save-dev ${development.join(' ')}`] : []),
    'npx drover generate job hello',
    'npx drover work',
  ];
  stdout.write(`\nNext:\n${steps.map((step) => `  ${step}\n`).join('')}`);
}
