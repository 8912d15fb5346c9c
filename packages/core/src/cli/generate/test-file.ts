import path from 'node:path';
import { ending, importDefault, importLine } from './import-lines';
import type { JobForms } from './job-name';
import type { NewFile } from './new-file';
import type { ProjectKind } from './project-kind';

/** A test of a job in the project's runner; with the test kit where the project has it. */
export function testFile(job: JobForms, kind: ProjectKind): NewFile {
  const { testFolder, language } = kind;
  const place = testFolder === undefined ? 'jobs' : `${testFolder}/jobs`;
  const file = `${place}/${job.path}.job.test.${language}`;
  const target = path.posix.relative(path.posix.dirname(file), `jobs/${job.path}.job`);
  const from = target.startsWith('.') ? target : `./${target}`;
  const subject = importLine([job.className], `${from}${ending(kind)}`, kind);
  return { path: file, text: testText(job.className, subject, kind) };
}

function testText(className: string, subject: string, kind: ProjectKind): string {
  const hasKit = kind.packages.includes('@drover/testing');
  const [imports, check] = hasKit ? withKit(className, kind) : bare(className, kind);
  const head = [...imports, subject].join('\n');
  const setup = hasKit ? 'setupDrover();\n\n' : '';
  return `${head}\n\n${setup}test('${className} does its work', async () => {\n  ${check}\n});\n`;
}

type Parts = readonly [imports: readonly string[], check: string];

function withKit(className: string, kind: ProjectKind): Parts {
  const { runner } = kind;
  const imports = [
    ...(runner === 'vitest' ? [importLine(['test'], 'vitest', kind)] : []),
    ...(runner === 'node' ? [importLine(['test'], 'node:test', kind)] : []),
    importLine(['performJob'], '@drover/testing', kind),
    importLine(['setupDrover'], `@drover/testing/${runner}`, kind),
  ];
  return [imports, `await performJob(${className}, ['42']).toComplete();`];
}

function bare(className: string, kind: ProjectKind): Parts {
  const run = `await ${className}.performNow('42')`;
  switch (kind.runner) {
    case 'jest':
      return [[], `expect(${run}).toBeUndefined();`];
    case 'vitest':
      return [[importLine(['expect', 'test'], 'vitest', kind)], `expect(${run}).toBeUndefined();`];
    case 'node':
      return [
        [
          importDefault('assert', 'node:assert/strict', kind),
          importLine(['test'], 'node:test', kind),
        ],
        `assert.equal(${run}, undefined);`,
      ];
  }
}
