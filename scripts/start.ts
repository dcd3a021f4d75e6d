import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildPackages } from './build-packages/build.js';
import { exampleCurl } from './example-curl.js';
import { DOCUMENT_JSON, DOCUMENT_YAML } from './paths.js';
import { assertPortFree, parsePort } from './ports.js';
import { startPrism } from './prism.js';
import { runServers } from './run-servers.js';

const usage = `Usage: npm start [-- --docs-port N] [-- --mock-port N] [-- --sandbox-port N]

Serves the documentation, the mock of the contract and the sandbox, after building what is missing or stale. A change to
the contract or a guide rebuilds the documentation and reloads its open pages.

  --docs-port N      port of the documentation on 127.0.0.1 (DOCS_PORT; 4000)
  --mock-port N      port of the mock on 127.0.0.1 (MOCK_PORT; 4010)
  --sandbox-port N   port of the sandbox on 127.0.0.1 (SANDBOX_PORT; 4020)`;

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
  // A draft is served, too. The MCP server has the documentation in it, which has to be translated whole.
  await buildPackages(['mcp']);
  // In a fresh clone, both can be imported only after the packages are built.
  const [{ startSandbox }, docs] = await Promise.all([
    import('@kgiton/sandbox'),
    import('../packages/docs/src/index.js'),
  ]);
  if (await docs.docsAreStale()) {
    console.log('Building the documentation …');
    await docs.buildSite(docs.SITE, { isDraft: true });
  }
  await reportMissingTranslations(root);
  const [prism, sandbox] = await Promise.all([
    startPrism({ document: DOCUMENT_YAML, port: mockPort, onOutput: console.log }),
    // On a free port, the documentation starts only later: it shows the address of the sandbox.
    startSandbox({ port: sandboxPort, ...(docsPort > 0 && { docsUrl: `http://localhost:${docsPort}/` }) }),
  ]);
  const server = sandbox.url.replace('127.0.0.1', 'localhost');
  const site = await docs.serveDocs(docs.SITE, docsPort, { sandbox: server });
  // Programs are loaded once; only what they read is watched.
  const rebuilding = await docs.rebuildOnChange(
    ['openapi', ...docs.TEXTS],
    async () => {
      await bringContractUpToDate(root);
      await docs.buildSite(docs.SITE, { isDraft: true });
      site.reload();
      console.log('The documentation has been rebuilt.');
      await reportMissingTranslations(root);
    },
    ({ message }) => console.error(`The documentation was not rebuilt:\n${message}`),
  );
  const document = JSON.parse(await readFile(DOCUMENT_JSON, 'utf8'));
  console.log(`
  ${document.info.title} ${document.info.version}

    Docs        http://localhost:${site.port}
    Mock        http://localhost:${prism.port}   replays the examples of the contract
    Sandbox     ${server}   behaves like KGiTON; open it in a browser to see and pay payments

  Try it:

    ${exampleCurl({ server, document })}

  Ctrl-C stops them all.
`);
  return [rebuilding, prism, site, { stop: () => sandbox.close() }];
});

/** Until the translations are complete, the site shows the English texts in their place. */
async function reportMissingTranslations(root: string): Promise<void> {
  const { translatedDocuments, translationProblems } = await import('../packages/docs/lint/lint.js');
  const { length } = await translationProblems(root, await translatedDocuments(root));
  if (length > 0)
    console.log(`Translations are incomplete: "npm run lint" lists ${length} Indonesian texts to add or update.`);
}

/** Regenerates what changed in the contract. @throws {ContractError} when it is invalid; nothing is written then */
async function bringContractUpToDate(root: string): Promise<void> {
  // Loaded after the ports are checked: a command that cannot listen says so at once.
  const [{ generate }, { staleFiles, writeFiles }] = await Promise.all([
    import('./generate/generate.js'),
    import('./generate/files.js'),
  ]);
  const files = await generate(root);
  await writeFiles(root, files, await staleFiles(root, files));
}
