import { parseArgs } from 'node:util';
import { DOCUMENT_YAML } from './paths.js';
import { assertPortFree, parsePort } from './ports.js';
import { startPrism } from './prism.js';
import { runServers } from './run-servers.js';

const usage = `Usage: npm run mock [-- --port N] [-- --log-level LEVEL]

Serves a mock of the contract with Prism.

  --port N            port to listen on, on 127.0.0.1 (MOCK_PORT; default 4010)
  --log-level LEVEL   trace, debug, info, warn, error, fatal or silent (default error)`;

await runServers(async () => {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'log-level': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(usage);
    return [];
  }
  const port = parsePort(values.port ?? process.env.MOCK_PORT, '--port or MOCK_PORT', 4010);
  if (port !== 0) await assertPortFree(port, '--port N or MOCK_PORT=N');
  const prism = await startPrism({
    document: DOCUMENT_YAML,
    port,
    ...(values['log-level'] && { logLevel: values['log-level'] }),
    onOutput: console.log,
  });
  console.log(`The mock is listening on ${prism.url}. Press Ctrl-C to stop it.`);
  return [prism];
});
