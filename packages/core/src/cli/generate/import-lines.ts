import type { ProjectKind } from './project-kind';

/** ES modules name the file that will be there when the code runs. */
export function ending({ modules, language }: ProjectKind): string {
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

export function importDefault(
  name: string,
  from: string,
  { language, modules }: ProjectKind,
): string {
  return language === 'js' && modules === 'commonjs'
    ? `const ${name} = require('${from}');`
    : `import ${name} from '${from}';`;
}
