import { importLine } from './import-lines';
import type { NewFile } from './new-file';
import type { ProjectKind } from './project-kind';

/** What a project with jobs has. */
export function initFiles(kind: ProjectKind): readonly NewFile[] {
  const { language } = kind;
  return [
    { path: `drover.config.${language}`, text: configText(kind) },
    { path: 'config/queues.yml', text: QUEUES, unless: ['config/sidekiq.yml'] },
    { path: 'config/schedule.yml', text: SCHEDULE, unless: ['config/schedule.yaml'] },
    { path: `jobs/application.job.${language}`, text: applicationJobText(kind) },
  ];
}

/** The scripts of package.json that start and check the worker. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  'jobs:work': 'drover work',
  'jobs:check': 'drover check',
};

/** What must be installed beside what the project has. */
export function missingPackages({ packages, language }: ProjectKind): {
  readonly runtime: readonly string[];
  readonly development: readonly string[];
} {
  const missing = (names: readonly string[]) => names.filter((name) => !packages.includes(name));
  return {
    runtime: missing(['@drover/core', 'bullmq', 'ioredis']),
    development: missing([...(language === 'ts' ? ['tsx'] : []), '@drover/testing']),
  };
}

function configText(kind: ProjectKind): string {
  return `${importLine(['configure'], '@drover/core', kind)}

// Read by every \`drover\` command. Import it where your application starts, too: both then mean the
// same jobs. REDIS_URL or DROVER_URL says where they are kept; without one, in this process.
configure({
  namespace: '${namespaceOf(kind.name)}',
});
`;
}

/** As much of the package's name as a namespace takes. */
function namespaceOf(name: string): string {
  const letters = name.replaceAll(/[^\w-]+/g, '-').replace(/^[^A-Za-z]+|-+$/g, '');
  return letters.slice(0, 63) || 'app';
}

function applicationJobText({ language, modules }: ProjectKind): string {
  const kind = { language, modules };
  const declaration =
    language === 'ts'
      ? 'export abstract class ApplicationJob extends Job {}\n'
      : `${modules === 'esm' ? 'export ' : ''}class ApplicationJob extends Job {}\n`;
  const exported =
    language === 'js' && modules === 'commonjs' ? '\nmodule.exports = { ApplicationJob };\n' : '';
  return `${importLine(['Job'], '@drover/core', kind)}

/** What all jobs of this application have in common. */
${declaration}${exported}`;
}

const QUEUES = `# Sidekiq's own format. A queue of weight 6 is fetched from three times as often as one of weight 2.
:queues:
  - [critical, 6]
  - [default, 4]
  - [mailers, 3]
  - [low, 1]

:concurrency: <%= ENV.fetch("CONCURRENCY", 10) %>
`;

const SCHEDULE = `# sidekiq-cron's own format, in UTC unless a time zone stands behind the cron.
#
# daily_report:
#   cron: "0 6 * * * Europe/Berlin"
#   class: "DailyReportJob"
#   queue: low
`;
