import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR, TOOLCHAIN } from './toolchain.js';

const program = (name: string) => ({
  'programs/python/report.py': 'report.py',
  [`programs/python/${name}.py`]: 'main.py',
});

/** Python compiles when it imports; every warning is an error. */
const compile = 'python -W error -m compileall -q . -x node_modules';

describeClients(
  'Python',
  [[`${TOOLCHAIN}/venv/bin/openapi-python-client`, '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: 'openapi-generator-cli generate -i openapi-3.0.yaml -g python -o kgiton-python --package-name kgiton',
      files: program('openapi-generator'),
      build: compile,
      run: 'PYTHONPATH=kgiton-python python -W error main.py',
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'openapi-python-client',
      generate: 'openapi-python-client generate --path openapi.yaml --meta none --output-path kgiton',
      files: program('openapi-python-client'),
      build: compile,
      run: 'python -W error main.py',
    },
    {
      generator: 'Redocly',
      generate: 'npx @redocly/cli@2.77.0 generate-client openapi.yaml --generator python --output kgiton.ts',
      files: program('redocly'),
      build: compile,
      run: 'python -W error main.py',
    },
  ],
);
