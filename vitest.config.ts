import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type Reporter, type TestCase, type TestSpecification } from 'vitest/node';

/** Runs the projects in the order in which they are listed: those with the longest test files first. */
class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const names = projects.map(({ test }) => test.name);
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => names.indexOf(a.project.name) - names.indexOf(b.project.name));
  }
}

/** Names each test that only passed on its second try. */
const retried: Reporter = {
  onTestCaseResult(testCase: TestCase) {
    if (testCase.diagnostic()?.flaky)
      console.warn(`retried: ${testCase.module.relativeModuleId}: ${testCase.fullName}`);
  },
};

const projects = [
  // npm test runs docs, scripts, mutation, packages, contract and sandbox without what is tagged `browser`, npm run test:browser
  // only that, npm run test:end-to-end the other projects but the last two.
  project('docs', ['packages/docs/test/**/*.test.ts'], {
    globalSetup: 'packages/docs/test/site/global-setup.ts',
    // Starts `npm start` in a checkout of its own, and waits for rebuilds: a minute and more.
    exclude: [...(process.env.CI ? [] : ['**/live-rebuild.test.ts']), '**/node_modules/**'],
  }),
  project('scripts', ['scripts/**/*.test.ts'], { exclude: ['scripts/release/**', '**/node_modules/**'] }),
  project('end-to-end', ['test/end-to-end/**/*.test.ts']),
  project('release', ['scripts/release/**/*.test.ts']),
  project('mutation', ['test/mutation/*.test.ts']),
  project('packages', [
    'packages/{contract,client,sdk,sandbox,mcp}/test/**/*.test.ts',
    // What the SDKs of all languages have to do.
    'test/conformance/typescript.test.ts',
  ]),
  // The SDKs of the other languages, each with its own toolchain.
  project('languages', ['test/conformance/*.test.ts'], {
    exclude: ['test/conformance/typescript.test.ts', '**/node_modules/**'],
  }),
  // Needs redis-server.
  project('redis', ['packages/sandbox-redis/test/*.test.ts']),
  // The contract suite against Prism or CONTRACT_TARGET, against the sandbox, and on mutants of both.
  project('contract', ['test/contract/*.test.ts'], { globalSetup: 'test/contract/global-setup.ts' }),
  project('sandbox', ['test/contract/*.test.ts'], { globalSetup: 'test/contract/sandbox-setup.ts' }),
  // Tests of Jest's own are among the programs.
  project('compatibility', ['test/compatibility/**/*.test.ts'], {
    globalSetup: 'test/compatibility/global-setup.ts',
    exclude: ['test/compatibility/programs/**', '**/node_modules/**'],
  }),
  // Minutes of generating and compiling in seven languages: npm run test:clients.
  project('clients', ['test/clients/*.test.ts']),
];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
    // Most of the time goes into processes that the tests start, and some into waiting for them.
    maxWorkers: availableParallelism() + 1,
    // A worker runs many files: to load everything anew for each costs more than the tests of most.
    isolate: false,
    // A browser on a busy machine sometimes draws late. CI tries such a test once more, and says that it did.
    tags: [{ name: 'browser', description: 'Needs a browser.', retry: process.env.CI ? 1 : 0 }],
    projects,
    sequence: { sequencer: InOrder },
    reporters: process.env.GITHUB_ACTIONS ? ['default', 'github-actions', retried] : ['default', retried],
  },
});

/** A part of the suite that runs alone with `npx vitest run --project NAME`. */
function project(name: string, include: string[], options: { globalSetup?: string; exclude?: string[] } = {}) {
  return { extends: true as const, test: { name, include, ...options } };
}
