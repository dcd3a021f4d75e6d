import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { describeWithTool, TOOLS } from './toolchain.js';

const tsJest = join(TOOLS, 'ts-jest');

/** The tsconfig.json of a project of CommonJS modules: what `tsc --init` has made for years. */
const tsconfig = { target: 'es2022', module: 'commonjs', strict: true, esModuleInterop: true, types: ['jest', 'node'] };

/** Ways in which partners set Jest up. */
const projects = [
  { displayName: 'CommonJS', testMatch: ['<rootDir>/jest/commonjs.test.cjs'], transform: {} },
  {
    displayName: 'CommonJS, with every dependency transformed',
    testMatch: ['<rootDir>/jest/commonjs.test.cjs'],
    transform: { '\\.[cm]?[jt]s$': 'babel-jest' },
    transformIgnorePatterns: [],
  },
  {
    displayName: 'ts-jest',
    testMatch: ['<rootDir>/jest/typescript.test.ts'],
    transform: { '\\.ts$': [tsJest, { tsconfig }] },
  },
  {
    displayName: 'ts-jest of TypeScript with module node16',
    testMatch: ['<rootDir>/jest/typescript.test.ts'],
    transform: { '\\.ts$': [tsJest, { tsconfig: { ...tsconfig, module: 'node16', isolatedModules: true } }] },
  },
  // What `nest new` has written to package.json since Nest 11.
  {
    displayName: 'Nest 11',
    moduleFileExtensions: ['js', 'json', 'ts'],
    rootDir: 'nest/src',
    testRegex: '.*\\.spec\\.ts$',
    transform: { '^.+\\.(t|j)s$': tsJest },
    testEnvironment: 'node',
  },
];

const esModules = [{ displayName: 'ES modules', testMatch: ['<rootDir>/jest/esm.test.mjs'], transform: {} }];

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner({ files: ['payment-body.cjs', 'jest', 'nest'], type: 'commonjs' });
});
afterAll(() => partner?.[Symbol.asyncDispose]());

describeWithTool('Jest 29', 'jest-29/bin/jest.js', loadsThePackages);
describeWithTool('Jest 30', 'jest/bin/jest.js', loadsThePackages);

/** Starts Jest once for all ways without a flag, and once for ES modules, which need one. */
function loadsThePackages(jest: string): void {
  const groups = [
    { flags: ['--no-experimental-require-module'], ways: projects },
    { flags: ['--experimental-vm-modules', '--no-warnings'], ways: esModules },
  ];
  for (const { flags, ways } of groups) {
    describe(flags[0] ?? '', () => {
      let results = new Map<string, string>();
      beforeAll(async () => {
        const config = JSON.stringify({ projects: ways.map((way) => ({ rootDir: '.', ...way })) });
        await partner.write('jest.config.json', config);
        const args = [...flags, jest, '--config', 'jest.config.json', '--json', '--outputFile', 'results.json', '--ci'];
        const { output } = await run(
          process.execPath,
          [...args, '--cacheDirectory', 'cache'],
          partner.root,
          {},
          170_000,
        );
        results = resultsByProject(output);
      }, 180_000);

      for (const { displayName } of ways) {
        test(`${displayName}: a payment is taken and its webhook verified`, () => {
          expect(results.get(displayName)).toMatch(/^PASS/);
        });
      }
    });
  }
}

/** What Jest says of each project: from PASS or FAIL with its name to the next. */
function resultsByProject(output: string): Map<string, string> {
  const sections = output.split(/^(?=(?:PASS|FAIL) )/m);
  return new Map(
    sections.map((section) => [section.match(/^(?:PASS|FAIL) (.+?) \S+\.[cm]?[jt]s/)?.[1] ?? '', section]),
  );
}
