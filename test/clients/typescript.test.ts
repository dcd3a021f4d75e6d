import { join } from 'node:path';
import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR, TOOLCHAIN } from './toolchain.js';

const project = (program: string) => ({
  'toolchain/tsconfig.json': 'tsconfig.json',
  'programs/typescript/report.mts': 'report.mts',
  [`programs/typescript/${program}.mts`]: 'main.mts',
});
const nodeModules = join(TOOLCHAIN, 'node_modules');
const build =
  'tsc --noEmit --pretty false && esbuild main.mts --bundle --platform=node --format=esm --packages=external --outfile=main.mjs --log-level=warning';
const run = 'node main.mjs';

describeClients(
  'TypeScript',
  [[join(nodeModules, 'node-24/bin/node'), join(nodeModules, '.bin/orval'), '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator (typescript-fetch)',
      generate: blockAt('libraries#typescript/3').code,
      files: project('typescript-fetch'),
      nodeModules,
      build,
      run,
      known: KNOWN_WARNINGS,
    }),
    ...fromBoth({
      generator: 'OpenAPI Generator (typescript-axios)',
      generate: blockAt('libraries#typescript/4').code,
      files: project('typescript-axios'),
      nodeModules,
      build,
      run,
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'Hey API',
      generate: blockAt('libraries#typescript').code,
      files: project('hey-api'),
      nodeModules,
      build,
      run,
    },
    {
      generator: 'orval',
      generate: blockAt('libraries#typescript/2').code,
      files: project('orval'),
      nodeModules,
      build,
      run,
    },
  ],
);
