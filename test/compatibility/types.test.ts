import { cp, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { describeWithTool } from './toolchain.js';

const require = createRequire(import.meta.url);

/** A partner's program, with the SDK alone, and its tests, with the sandbox. */
const FILES = ['partner.ts', 'partner-tests.ts'];

/** A way in which partners set TypeScript up. */
interface Project {
  name: string;
  /** What is checked, of {@link FILES}. */
  files: readonly string[];
  compilerOptions: Record<string, unknown>;
}

const strict = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', lib: ['es2022'], types: ['node'] };

/** Node's own resolution, as of TypeScript 4.7 and as Node does today: ES modules and CommonJS in one project. */
const node = ['node16', 'nodenext'].map(
  (module): Project => ({
    name: `ES modules and CommonJS, module ${module}`,
    files: [...FILES, ...FILES.map((file) => file.replace('.ts', '.cts'))],
    compilerOptions: { ...strict, module, exactOptionalPropertyTypes: true },
  }),
);
const bundler: Project = {
  name: 'what a bundler makes, module esnext',
  files: FILES,
  compilerOptions: { ...strict, module: 'esnext', moduleResolution: 'bundler' },
};
/** The SDK alone: the sandbox is for Node.js. */
const worker: Project = {
  name: 'a worker that a bundler makes',
  files: ['partner.ts'],
  compilerOptions: { ...bundler.compilerOptions, lib: ['es2022', 'dom'], types: [] },
};
/** As Node.js 10 did: what `module: commonjs` meant for years. */
const commonJs: Project = {
  name: 'CommonJS, module commonjs',
  files: FILES,
  compilerOptions: { ...strict, module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true },
};
const commonJsOnRequest: Project = {
  ...commonJs,
  compilerOptions: { ...commonJs.compilerOptions, ignoreDeprecations: '6.0' },
};
/** What `module: commonjs` means since TypeScript 6. */
const commonJsOfBundlers: Project = {
  ...commonJs,
  compilerOptions: { ...commonJs.compilerOptions, moduleResolution: 'bundler' },
};

// One mistake for each entry point: types that do not resolve would be `any`, which accepts everything.
const mistaken = `import { KGiTON } from '@kgiton/sdk';
import { sign } from '@kgiton/sdk/webhooks';
new KGiTON({ timeout: '10 s' });
sign(12, 'whsec_partner');
`;

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner({ files: FILES });
  for (const file of FILES) await cp(join(partner.root, file), join(partner.root, file.replace('.ts', '.cts')));
  await partner.write('mistaken.ts', mistaken);
  const types = join(partner.root, 'node_modules/@types');
  await mkdir(types, { recursive: true });
  await symlink(dirname(require.resolve('@types/node/package.json')), join(types, 'node'));
});
afterAll(() => partner?.[Symbol.asyncDispose]());

const versions = [
  { name: 'TypeScript 5.4', file: 'typescript-5.4/bin/tsc', projects: [...node, bundler, worker, commonJs] },
  // The last version with the resolution of Node.js 10, on request.
  {
    name: 'TypeScript 6',
    file: 'typescript-6/bin/tsc',
    projects: [...node, bundler, worker, commonJsOnRequest, commonJsOfBundlers],
  },
  { name: 'TypeScript 7', file: 'typescript-7/bin/tsc', projects: [...node, bundler, worker, commonJsOfBundlers] },
];

for (const { name, file, projects } of versions) {
  describeWithTool(name, file, (tsc) => accepts(name, tsc, projects));
}

describe('TypeScript 5.9', () => {
  accepts('TypeScript 5.9', require.resolve('typescript/bin/tsc'), [...node, bundler, worker, commonJs]);
});

function accepts(name: string, tsc: string, projects: Project[]): void {
  for (const project of projects) {
    test(`${name} accepts ${project.name}`, async () => {
      expect(await check(tsc, project)).toEqual({ exitCode: 0, output: '' });
    });
  }

  test(`${name} sees a wrong option and a wrong argument`, async () => {
    const { exitCode, output } = await check(tsc, { ...bundler, files: ['mistaken.ts'] });
    expect(exitCode).not.toBe(0);
    expect(output.split('\n').filter((line) => line.includes(': error '))).toEqual([
      expect.stringMatching(/^mistaken\.ts\(3,14\): error TS2322: Type 'string' is not assignable to type 'number'/),
      expect.stringMatching(/^mistaken\.ts\(4,6\): error TS2345: Argument of type 'number' is not assignable/),
    ]);
  });
}

async function check(tsc: string, { files, compilerOptions }: Project) {
  await partner.write('tsconfig.json', JSON.stringify({ files, compilerOptions }));
  return run(process.execPath, [tsc, '--project', 'tsconfig.json', '--pretty', 'false'], partner.root);
}
