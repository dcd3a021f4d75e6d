import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR, TOOLCHAIN } from './toolchain.js';

const program = (name: string) => ({
  'programs/python/report.py': 'report.py',
  [`programs/python/${name}.py`]: 'main.py',
});

/** For a webhook, the generator writes a file that is no Python. */
const WITHOUT_WEBHOOKS = '--global-property models,supportingFiles,apis=Payments';

/** Python compiles when it imports; every warning is an error. */
const compile = 'python -W error -m compileall -q . -x node_modules';

describeClients(
  'Python',
  [[`${TOOLCHAIN}/venv/bin/openapi-python-client`, '--version'], OPENAPI_GENERATOR],
  [
    ...fromBoth(
      {
        generator: 'OpenAPI Generator',
        generate: blockAt('libraries#python').code,
        files: program('openapi-generator'),
        build: compile,
        run: 'PYTHONPATH=kgiton-python python -W error main.py',
        known: KNOWN_WARNINGS,
      },
      WITHOUT_WEBHOOKS,
    ),
    {
      generator: 'openapi-python-client',
      generate: blockAt('libraries#python/2').code,
      files: program('openapi-python-client'),
      build: compile,
      run: 'python -W error main.py',
    },
    {
      generator: 'Redocly',
      generate: blockAt('libraries#python/3').code,
      files: program('redocly'),
      build: compile,
      run: 'python -W error main.py',
    },
  ],
);
