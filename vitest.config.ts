import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    // Most of the time goes into processes that the tests start; one worker less than cores would idle on two cores.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: { name: 'contract', include: ['test/contract/*.test.ts'], globalSetup: 'test/contract/global-setup.ts' },
      },
      {
        extends: true,
        test: { name: 'sandbox', include: ['test/contract/*.test.ts'], globalSetup: 'test/contract/sandbox-setup.ts' },
      },
      // One process checks every mutant; test/mutation says how.
      { extends: true, test: { name: 'mutation', include: ['test/mutation/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'packages',
          include: ['test/**/*.test.ts', 'scripts/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
          // Tests of Jest's own stand among the programs that test/compatibility runs.
          exclude: [
            'test/contract/**',
            'test/mutation/**',
            'test/clients/**',
            'test/compatibility/programs/**',
            '**/node_modules/**',
          ],
        },
      },
      // Minutes of generating and compiling in seven languages: npm run test:clients.
      { extends: true, test: { name: 'clients', include: ['test/clients/*.test.ts'] } },
    ],
  },
});
