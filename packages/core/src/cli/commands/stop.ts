import type { Command } from '../command';
import { eachProcess, WHICH_PROCESSES } from '../each-process';

export const stop: Command = {
  summary: 'stop worker processes',
  usage: `Usage: drover stop (ID... | --all) [--json]

Has worker processes on any host stop, as SIGTERM does: what is not done in time is handed back, and
the process exits 0. Each hears of it within ten seconds. A child of 'drover work --processes', which
the table of processes calls supervised, is started again, as one may be that systemd or Kubernetes
keeps: then this is a restart. To stop them for good, stop the supervisor where it runs.

${WHICH_PROCESSES}

Examples:
  drover stop web-1:4242:0f3a9c
  drover stop --all
`,
  ...eachProcess('stop'),
};
