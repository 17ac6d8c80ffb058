const common = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/seed.mjs'],
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          experimental: { keepImportAttributes: true },
          transform: { react: { runtime: 'automatic', importSource: 'hono/jsx' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/cdk.out/', '/.local/'],
  modulePathIgnorePatterns: ['/cdk.out/', '/.local/', '/dist/'],
};

const proofs = '<rootDir>/test/local/proofs.test.ts';

/**
 * `unit` needs nothing but Node; `proofs` mends and undoes with every control on an emulator; `console` opens the operators'
 * page in a browser; `system` drives the whole running local cloud from outside.
 */
export default {
  projects: [
    {
      ...common,
      displayName: 'unit',
      testPathIgnorePatterns: [...common.testPathIgnorePatterns, '/test/local/', '/test/console/browser/'],
    },
    {
      ...common,
      displayName: 'proofs',
      testMatch: [proofs],
      globalSetup: '<rootDir>/test/local/proofs/setup.mjs',
      globalTeardown: '<rootDir>/test/local/proofs/teardown.mjs',
    },
    { ...common, displayName: 'console', testMatch: ['<rootDir>/test/console/browser/*.test.ts'] },
    {
      ...common,
      displayName: 'system',
      testMatch: ['<rootDir>/test/local/**/*.test.ts'],
      testPathIgnorePatterns: [...common.testPathIgnorePatterns, '/test/local/proofs.test.ts'],
      globalSetup: '<rootDir>/test/local/setup.mjs',
      globalTeardown: '<rootDir>/test/local/teardown.mjs',
    },
  ],
  testTimeout: 60_000,
};
