import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JobForms } from './job-name';
import type { NewFile } from './new-file';
import type { ProjectKind } from './project-kind';

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

function testFile(job: JobForms, kind: ProjectKind): NewFile {
  const { testFolder, language } = kind;
  const place = testFolder === undefined ? 'jobs' : `${testFolder}/jobs`;
  const file = `${place}/${job.path}.job.test.${language}`;
  const target = path.posix.relative(path.posix.dirname(file), `jobs/${job.path}.job`);
  const from = target.startsWith('.') ? target : `./${target}`;
  return { path: file, text: testText(job.className, `${from}${ending(kind)}`, kind) };
}

function testText(className: string, from: string, kind: ProjectKind): string {
  const { runner } = kind;
  const imports = [
    ...(runner === 'vitest' ? [importLine(['expect', 'test'], 'vitest', kind)] : []),
    ...(runner === 'node'
      ? [
          importDefault('assert', 'node:assert/strict', kind),
          importLine(['test'], 'node:test', kind),
        ]
      : []),
    importLine([className], from, kind),
  ];
  const check =
    runner === 'node'
      ? `assert.equal(await ${className}.performNow('42'), undefined);`
      : `expect(await ${className}.performNow('42')).toBeUndefined();`;
  return `${imports.join('\n')}\n\ntest('${className} does its work', async () => {\n  ${check}\n});\n`;
}

/** ES modules name the file that will be there when the code runs. */
function ending({ modules, language }: ProjectKind): string {
  return modules === 'esm' || language === 'js' ? '.js' : '';
}

export function importLine(
  names: readonly string[],
  from: string,
  { language, modules }: Pick<ProjectKind, 'language' | 'modules'>,
): string {
  const list = `{ ${names.toSorted().join(', ')} }`;
  return language === 'js' && modules === 'commonjs'
    ? `const ${list} = require('${from}');`
    : `import ${list} from '${from}';`;
}

function importDefault(name: string, from: string, kind: ProjectKind): string {
  return kind.language === 'js' && kind.modules === 'commonjs'
    ? `const ${name} = require('${from}');`
    : `import ${name} from '${from}';`;
}
