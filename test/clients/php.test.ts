import { blockAt } from '../../packages/docs/test/guides/pages.js';
import { describeClients, fromBoth } from './suite.js';
import { KNOWN_WARNINGS, OPENAPI_GENERATOR } from './toolchain.js';

const program = (name: string) => ({
  'programs/php/report.php': 'report.php',
  [`programs/php/${name}.php`]: 'main.php',
});

/** Checks each file; prints what is wrong, and nothing of those that are right. */
const lint =
  'find . -name "*.php" -print0 | xargs -0 -n 1 php -d error_reporting=E_ALL -d display_errors=stderr -l >/dev/null';

describeClients(
  'PHP',
  [['php', '-r', 'require "GuzzleHttp/autoload.php"; exit(extension_loaded("curl") ? 0 : 1);'], OPENAPI_GENERATOR],
  [
    ...fromBoth({
      generator: 'OpenAPI Generator',
      generate: blockAt('libraries#php').code,
      files: program('openapi-generator'),
      build: lint,
      run: 'php -d display_errors=stderr main.php',
      known: KNOWN_WARNINGS,
    }),
    {
      generator: 'Redocly',
      generate: blockAt('libraries#php/2').code,
      files: program('redocly'),
      build: lint,
      run: 'php -d display_errors=stderr main.php',
    },
  ],
);
