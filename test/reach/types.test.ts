import { cp, mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPartner, type Partner } from './packed.js';
import { run } from './run.js';
import { describeWithTool } from './toolchain.js';

const require = createRequire(import.meta.url);

/** A way in which partners set TypeScript up. */
interface Project {
  name: string;
  /** Files ending in .cts are CommonJS, whatever package.json says. */
  file: string;
  compilerOptions: Record<string, unknown>;
}

const server = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', lib: ['es2022'], types: ['node'] };
const nodenext = { ...server, module: 'nodenext', exactOptionalPropertyTypes: true };

const esModules: Project = { name: 'a server of ES modules', file: 'partner.ts', compilerOptions: nodenext };
const commonJs: Project = { name: 'a server of CommonJS modules', file: 'partner.cts', compilerOptions: nodenext };
const worker: Project = {
  name: 'a worker that a bundler makes',
  file: 'partner.ts',
  compilerOptions: { ...server, module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [] },
};
const node10: Project = {
  name: 'a server that resolves modules as Node.js 10 did',
  file: 'partner.ts',
  compilerOptions: { ...server, module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true },
};
const node10OnRequest: Project = {
  ...node10,
  compilerOptions: { ...node10.compilerOptions, ignoreDeprecations: '6.0' },
};

// One mistake for each entry point: types that do not resolve would be `any`, which accepts everything.
const mistaken = `import { KGiTON } from '@kgiton/sdk';
import { sign } from '@kgiton/sdk/webhooks';
new KGiTON({ timeout: '10 s' });
sign(12, 'whsec_partner');
`;

let partner: Partner;
beforeAll(async () => {
  partner = await createPartner('partner.ts');
  await cp(join(partner.root, 'partner.ts'), join(partner.root, 'partner.cts'));
  await partner.write('mistaken.ts', mistaken);
  const types = join(partner.root, 'node_modules/@types');
  await mkdir(types);
  await symlink(dirname(require.resolve('@types/node/package.json')), join(types, 'node'));
});
afterAll(() => partner?.[Symbol.asyncDispose]());

const versions = [
  // Before 5.8, TypeScript did not know that CommonJS modules can require ES modules.
  { name: 'TypeScript 5.4', file: 'typescript-5.4/bin/tsc', projects: [esModules, worker, node10] },
  // The last version with the resolution of Node.js 10, on request.
  { name: 'TypeScript 6', file: 'typescript-6/bin/tsc', projects: [esModules, worker, commonJs, node10OnRequest] },
  { name: 'TypeScript 7', file: 'typescript-7/bin/tsc', projects: [esModules, worker, commonJs] },
];

for (const { name, file, projects } of versions) {
  describeWithTool(name, file, (tsc) => accepts(name, tsc, projects));
}

describe('TypeScript 5.9', () => {
  accepts('TypeScript 5.9', require.resolve('typescript/bin/tsc'), [esModules, worker, commonJs, node10]);
});

function accepts(name: string, tsc: string, projects: Project[]): void {
  for (const project of projects) {
    test(`${name} accepts ${project.name}`, async () => {
      expect(await check(tsc, project)).toEqual({ exitCode: 0, output: '' });
    });
  }

  test(`${name} sees a wrong option and a wrong argument`, async () => {
    const { exitCode, output } = await check(tsc, { ...esModules, file: 'mistaken.ts' });
    expect(exitCode).not.toBe(0);
    expect(output.split('\n').filter((line) => line.includes(': error '))).toEqual([
      expect.stringMatching(/^mistaken\.ts\(3,14\): error TS2322: Type 'string' is not assignable to type 'number'/),
      expect.stringMatching(/^mistaken\.ts\(4,6\): error TS2345: Argument of type 'number' is not assignable/),
    ]);
  });
}

async function check(tsc: string, { file, compilerOptions }: Project) {
  await partner.write('tsconfig.json', JSON.stringify({ files: [file], compilerOptions }));
  return run(process.execPath, [tsc, '--project', 'tsconfig.json', '--pretty', 'false'], partner.root);
}
