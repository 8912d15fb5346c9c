import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InvalidOptionsError } from '../../options/invalid-options-error';

/** How a project writes its code and its tests. */
export interface ProjectKind {
  readonly folder: string;
  /** Of its package. */
  readonly name: string;
  readonly language: 'ts' | 'js';
  readonly modules: 'commonjs' | 'esm';
  readonly runner: 'jest' | 'vitest' | 'node';
  /** Where its tests are; undefined: beside what they test. */
  readonly testFolder: string | undefined;
  /** Everything that it says it needs. */
  readonly packages: readonly string[];
}

interface PackageFile {
  readonly name?: string;
  readonly type?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

/** @throws InvalidOptionsError when the folder is no project */
export function projectKind(folder: string): ProjectKind {
  const { name = '', type, scripts = {}, ...rest } = readPackage(folder);
  const packages = [rest.dependencies, rest.devDependencies].flatMap((list) =>
    Object.keys(list ?? {}),
  );
  const uses = (runner: string) =>
    packages.includes(runner) || (scripts['test'] ?? '').includes(runner);
  const isTyped = packages.includes('typescript') || existsSync(path.join(folder, 'tsconfig.json'));
  return {
    ...{ folder, name, packages },
    language: isTyped ? 'ts' : 'js',
    modules: type === 'module' ? 'esm' : 'commonjs',
    runner: uses('vitest') ? 'vitest' : uses('jest') ? 'jest' : 'node',
    testFolder: ['test', 'tests', 'spec'].find((each) => existsSync(path.join(folder, each))),
  };
}

function readPackage(folder: string): PackageFile {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file))
    throw new InvalidOptionsError(
      'This folder',
      'a project with a package.json',
      folder,
      'Make one with: npm init -y',
    );
  return JSON.parse(readFileSync(file, 'utf8')) as PackageFile;
}
