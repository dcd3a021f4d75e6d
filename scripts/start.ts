import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { generatedDocuments, translationProblems } from '../packages/docs/lint/lint.js';
import { serveDocs } from '../packages/docs/src/docs-server.js';
import { SITE } from '../packages/docs/src/files.js';
import { rebuildOnChange } from '../packages/docs/src/rebuild-on-change.js';
import { docsAreStale, TEXTS } from '../packages/docs/src/stale.js';
import { buildPackages } from './build-packages/build.js';
import { exampleCurl } from './example-curl.js';
import { staleFiles, writeFiles } from './generate/files.js';
import { generate } from './generate/generate.js';
import { DOCUMENT_JSON, DOCUMENT_YAML } from './paths.js';
import { assertPortFree, parsePort } from './ports.js';
import { startPrism } from './prism.js';
import { runServers } from './run-servers.js';

const usage = `Usage: npm start [-- --docs-port N] [-- --mock-port N] [-- --sandbox-port N]

Serves the documentation, the mock of the contract and the sandbox, and builds first what is missing or stale. When the
contract or a guide changes, the documentation is built again, and open pages load it.

  --docs-port N      where the documentation is, on 127.0.0.1 (DOCS_PORT; 4000)
  --mock-port N      where the mock is, on 127.0.0.1 (MOCK_PORT; 4010)
  --sandbox-port N   where the sandbox is, on 127.0.0.1 (SANDBOX_PORT; 4020)`;

/** What the documentation follows while it is served. Programs are loaded once. */
const watched = ['openapi', ...TEXTS];

await runServers(async () => {
  const { values } = parseArgs({
    options: {
      'docs-port': { type: 'string' },
      'mock-port': { type: 'string' },
      'sandbox-port': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log(usage);
    return [];
  }
  const docsPort = parsePort(values['docs-port'] ?? process.env.DOCS_PORT, '--docs-port or DOCS_PORT', 4000);
  const mockPort = parsePort(values['mock-port'] ?? process.env.MOCK_PORT, '--mock-port or MOCK_PORT', 4010);
  const sandboxPort = parsePort(
    values['sandbox-port'] ?? process.env.SANDBOX_PORT,
    '--sandbox-port or SANDBOX_PORT',
    4020,
  );
  const chosen = [docsPort, mockPort, sandboxPort].filter((port) => port !== 0);
  if (new Set(chosen).size < chosen.length) {
    throw new RangeError(
      `--docs-port, --mock-port and --sandbox-port: expected different ports, got ${docsPort}, ${mockPort} and ${sandboxPort}.`,
    );
  }
  await assertPortFree(docsPort, '--docs-port N or DOCS_PORT=N');
  await assertPortFree(mockPort, '--mock-port N or MOCK_PORT=N');
  await assertPortFree(sandboxPort, '--sandbox-port N or SANDBOX_PORT=N');

  const root = process.cwd();
  console.log('Checking the contract …');
  await bringContractUpToDate(root);
  await buildPackages();
  // Not at the top: in a fresh clone the packages are not built before.
  const [{ startSandbox }, { buildSite }] = await Promise.all([
    import('@kgiton/sandbox'),
    import('../packages/docs/src/build.js'),
  ]);
  if (await docsAreStale()) {
    console.log('Building the documentation …');
    await buildSite(SITE, { isDraft: true });
  }
  await sayWhatIsNotTranslated(root);
  const [prism, sandbox] = await Promise.all([
    startPrism({ document: DOCUMENT_YAML, port: mockPort, onOutput: console.log }),
    startSandbox({ port: sandboxPort }),
  ]);
  const server = sandbox.url.replace('127.0.0.1', 'localhost');
  const docs = await serveDocs(SITE, docsPort, { sandbox: server });
  const rebuilding = await rebuildOnChange(
    watched,
    async () => {
      await bringContractUpToDate(root);
      await buildSite(SITE, { isDraft: true });
      docs.reload();
      console.log('The documentation is built again.');
      await sayWhatIsNotTranslated(root);
    },
    ({ message }) => console.error(`The documentation stays as it was:\n${message}`),
  );
  const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));
  console.log(`
  ${document.info.title} ${document.info.version}

    Docs        http://localhost:${docs.port}
    Mock        http://localhost:${prism.port}   replays the examples of the contract
    Sandbox     ${server}   behaves like KGiTON; open it in a browser to see and pay payments

  Try it:

    ${exampleCurl({ server, document })}

  Ctrl-C stops them all.
`);
  return [rebuilding, prism, docs, { stop: () => sandbox.close() }];
});

/** Whoever writes sees the site meanwhile, with the English in the place of what is missing. */
async function sayWhatIsNotTranslated(root: string): Promise<void> {
  const { length } = await translationProblems(root, await generatedDocuments(root));
  if (length > 0)
    console.log(`Not all is translated: "npm run lint" names ${length} Indonesian texts to write or to mend.`);
}

/** Generates what the contract has changed. @throws {ContractError} when it is broken; nothing is written then */
async function bringContractUpToDate(root: string): Promise<void> {
  const files = await generate(root);
  await writeFiles(root, files, await staleFiles(root, files));
}
