import { existsSync } from 'node:fs';
import path from 'node:path';
import { ending, importLine } from './import-lines';
import type { JobForms } from './job-name';
import type { NewFile } from './new-file';
import type { ProjectKind } from './project-kind';
import { testFile } from './test-file';

export interface JobOptions {
  readonly queue?: string;
  readonly test: boolean;
}

/** A job class and its test, as the project would write them. */
export function jobFiles(
  job: JobForms,
  kind: ProjectKind,
  { queue, test }: JobOptions,
): readonly NewFile[] {
  const file = { path: `jobs/${job.path}.job.${kind.language}`, text: classText(job, kind, queue) };
  return test ? [file, testFile(job, kind)] : [file];
}

function classText(job: JobForms, kind: ProjectKind, queue: string | undefined): string {
  const application = `jobs/application.job.${kind.language}`;
  const parent = existsSync(path.join(kind.folder, application)) ? 'ApplicationJob' : 'Job';
  const names = [...(parent === 'Job' ? ['Job'] : []), ...(queue === undefined ? [] : ['QueueAs'])];
  const up = '../'.repeat(job.path.split('/').length - 1) || './';
  const imports = [
    ...(names.length > 0 ? [importLine(names, '@drover/core', kind)] : []),
    ...(parent === 'Job'
      ? []
      : [importLine([parent], `${up}application.job${ending(kind)}`, kind)]),
  ];
  return `${imports.join('\n')}\n\n${declaration(job.className, parent, kind, queue)}`;
}

function declaration(
  className: string,
  parent: string,
  { language, modules }: ProjectKind,
  queue: string | undefined,
): string {
  const body = `class ${className} extends ${parent} {\n  async perform(${language === 'ts' ? 'id: string' : 'id'}) {\n    this.logger.info(\`working on \${id}\`);\n  }\n}\n`;
  // A decorator is a function: JavaScript calls it.
  const decorated =
    queue !== undefined && language === 'js' ? `QueueAs('${queue}')(${className});\n` : '';
  if (language === 'js' && modules === 'commonjs')
    return `${body}${decorated}\nmodule.exports = { ${className} };\n`;
  const decorator = queue !== undefined && language === 'ts' ? `@QueueAs('${queue}')\n` : '';
  return `${decorator}export ${body}${decorated}`;
}
