import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDocs } from './docs/build.js';
import { DOCS_PAGE } from './docs/files.js';
import { docsAreStale } from './docs/stale.js';
import { serveDocs } from './docs-server.js';
import { exampleCurl } from './example-curl.js';
import { generate } from './generate/generate.js';
import { staleFiles, writeFiles } from './generate/write-files.js';
import { DOCUMENT_JSON, DOCUMENT_YAML } from './paths.js';
import { assertPortFree, parsePort } from './ports.js';
import { startPrism } from './prism.js';
import { runServers } from './run-servers.js';

const usage = `Usage: npm start [-- --docs-port N] [-- --mock-port N]

Serves the reference page and the mock of the contract, and builds first what is missing or stale.

  --docs-port N   where the reference page is, on 127.0.0.1 (DOCS_PORT; 4000)
  --mock-port N   where the mock is, on 127.0.0.1 (MOCK_PORT; 4010)`;

await runServers(async () => {
  const { values } = parseArgs({
    options: {
      'docs-port': { type: 'string' },
      'mock-port': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    return [];
  }
  const docsPort = parsePort(values['docs-port'] ?? process.env.DOCS_PORT, '--docs-port or DOCS_PORT', 4000);
  const mockPort = parsePort(values['mock-port'] ?? process.env.MOCK_PORT, '--mock-port or MOCK_PORT', 4010);
  if (docsPort === mockPort && docsPort !== 0) {
    throw new RangeError(`--docs-port and --mock-port: expected two different ports, got ${docsPort} for both.`);
  }
  await assertPortFree(docsPort, '--docs-port N or DOCS_PORT=N');
  await assertPortFree(mockPort, '--mock-port N or MOCK_PORT=N');

  console.log('Checking the contract …');
  const root = process.cwd();
  const files = await generate(root);
  await writeFiles(root, files, await staleFiles(root, files));
  if (await docsAreStale()) {
    console.log('Building the reference page …');
    await buildDocs();
  }
  const [prism, docs] = await Promise.all([
    startPrism({ document: DOCUMENT_YAML, port: mockPort, onOutput: console.log }),
    serveDocs(dirname(DOCS_PAGE), docsPort),
  ]);
  const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));
  const mock = `http://localhost:${prism.port}`;
  console.log(`
  ${document.info.title} ${document.info.version}

    Reference   http://localhost:${docs.port}
    Mock        ${mock}

  Try it:

    ${exampleCurl({ server: mock, document })}

  Ctrl-C stops both.
`);
  return [prism, docs];
});
