import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

/** The module of the client and its program. */
const module = (program: string) => ({
  'toolchain/go/go.mod': 'go.mod',
  'toolchain/go/go.sum': 'go.sum',
  'programs/go/report.go': 'report/report.go',
  [`programs/go/${program}.go`]: 'main.go',
});
// Apart, because the other commands would print what they download.
const build = 'go mod download && go vet ./... && go build -o program .';

describeClients(
  'Go',
  [['go', 'version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: blockAt('libraries#go/2').code,
      files: module('openapi-generator'),
      build,
      run: './program',
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'oapi-codegen',
      generate: blockAt('libraries#go').code,
      files: module('oapi-codegen'),
      build,
      run: './program',
    },
    {
      generator: 'Redocly',
      generate: blockAt('libraries#go/3').code,
      files: module('redocly'),
      build,
      run: './program',
    },
  ],
);
