const testMatch = (folder) => `<rootDir>/${folder}/**/*.test.ts`;

function project(displayName, decorators, folders) {
  return {
    displayName,
    testMatch: folders.map(testMatch),
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
    modulePathIgnorePatterns: ['/dist/'],
    moduleNameMapper: {
      '^@drover/(core|testing|board)$': '<rootDir>/packages/$1/src/index.ts',
      '^@drover/testing/(jest|node)$': '<rootDir>/packages/testing/src/runners/$1.ts',
    },
    transform: {
      '^.+\\.[cm]?ts$': [
        '@swc/jest',
        {
          swcrc: false,
          jsc: {
            target: 'es2023',
            parser: { syntax: 'typescript', decorators: true },
            transform: decorators,
          },
        },
      ],
    },
  };
}

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // Real servers and processes, on machines that may be busy.
  testTimeout: 300_000,
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  // Both decorator modes compile the same files; everything else is compiled once.
  projects: [
    project('legacy', { legacyDecorator: true, decoratorMetadata: false }, [
      'packages/*/test',
      'tests',
    ]),
    project('standard', { decoratorVersion: '2023-11' }, ['packages/core/test/decorators']),
  ],
};
