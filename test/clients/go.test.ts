import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

/** The module of the clients and their programs. */
const module = (program: string, folder: string) => ({
  'toolchain/go/go.mod': 'go.mod',
  'toolchain/go/go.sum': 'go.sum',
  'programs/go/report.go': 'report/report.go',
  [`programs/go/${program}.go`]: `${folder}/main.go`,
});

describeClients(
  'Go',
  [['go', 'version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate:
        'openapi-generator-cli generate -i openapi-3.0.yaml -g go -o openapi-generator/kgiton --package-name kgiton --additional-properties=withGoMod=false --global-property apiTests=false,modelTests=false',
      files: module('openapi-generator', 'openapi-generator'),
      build: 'go vet ./... && go build -o program ./openapi-generator',
      run: './program',
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'oapi-codegen',
      generate:
        'mkdir -p oapi-codegen/kgiton && go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -generate types,client -package kgiton openapi.yaml > oapi-codegen/kgiton/kgiton.go',
      files: module('oapi-codegen', 'oapi-codegen'),
      build: 'go vet ./... && go build -o program ./oapi-codegen',
      run: './program',
    },
    {
      generator: 'Redocly',
      generate: 'npx @redocly/cli@2.77.0 generate-client openapi.yaml --generator go --output redocly/kgiton/kgiton.ts',
      files: module('redocly', 'redocly'),
      build: 'go vet ./... && go build -o program ./redocly',
      run: './program',
    },
  ],
);
