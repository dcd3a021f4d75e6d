import { join } from 'node:path';
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
      generate: 'openapi-generator-cli generate -i openapi-3.0.yaml -g typescript-fetch -o kgiton',
      files: project('typescript-fetch'),
      nodeModules,
      build,
      run,
      known: KNOWN_WARNINGS,
    }),
    ...fromBoth({
      generator: 'OpenAPI Generator (typescript-axios)',
      generate: 'openapi-generator-cli generate -i openapi-3.0.yaml -g typescript-axios -o kgiton',
      files: project('typescript-axios'),
      nodeModules,
      build,
      run,
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'Hey API',
      generate: 'npx @hey-api/openapi-ts@0.99.0 -i openapi.yaml -o kgiton',
      files: project('hey-api'),
      nodeModules,
      build,
      run,
    },
    {
      generator: 'orval',
      generate: 'npx orval@8.38.0 --input openapi.yaml --output kgiton.ts --client axios-functions --fail-on-warnings',
      files: project('orval'),
      nodeModules,
      build,
      run,
    },
  ],
);
