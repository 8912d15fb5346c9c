import type { Command } from '../command';
import { eachProcess, WHICH_PROCESSES } from '../each-process';

export const quiet: Command = {
  summary: 'have worker processes fetch no more',
  usage: `Usage: drover quiet (ID... | --all) [--json]

Has worker processes on any host fetch no more, as SIGTSTP does: what runs goes on. Each hears of it
within ten seconds, and there is no way back: stop it, and start another.

${WHICH_PROCESSES}

Examples:
  drover quiet web-1:4242:0f3a9c
  drover quiet --all
`,
  ...eachProcess('quiet'),
};
