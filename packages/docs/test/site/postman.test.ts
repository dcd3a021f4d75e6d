import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LICENSE_KEYS, type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../../../test/compatibility/run.js';
import { describeWithTool } from '../../../../test/compatibility/toolchain.js';
import { document, type Operation, operations, outcomes } from '../../../../test/support/document.js';
import { readDocument, withoutReferences } from '../../src/document.js';
import { CONTRACT } from '../../src/files.js';
import { postmanCollection } from '../../src/postman.js';
import { pages } from '../guides/pages.js';

/** What is of interest in a collection: https://schema.getpostman.com/json/collection/v2.1.0/collection.json */
interface Collection {
  info: { schema: string };
  auth: { type: string; apikey: { key: string; value: string }[] };
  variable: { key: string; value: string }[];
  item: { name: string; item: Item[] }[];
}

interface Item {
  request: { method: string; url: { raw: string; host: string[]; path: string[] }; body?: { raw: string } };
  response: SavedResponse[];
}

interface SavedResponse {
  code: number;
  status: string;
  body: string;
}

/** What newman reports of a run. */
interface Report {
  collection: Collection;
  run: { executions: { request: { body?: { raw: string } }; response: { code: number } }[]; failures: unknown[] };
}

const text = postmanCollection(await withoutReferences(await readDocument(CONTRACT)), 'http://localhost:4020');
const collection = JSON.parse(text) as Collection;
const items = collection.item.flatMap(({ item }) => item);
const variables = Object.fromEntries(collection.variable.map(({ key, value }) => [key, value]));

/** The requests that the contract has examples of, as `QRIS`, with the documented answers to each. */
const documented = operations(document.paths).flatMap(({ method, path, operation }) =>
  requestExamplesOf(operation).map(({ name, body }) => ({
    method: method.toUpperCase(),
    path: path.replace('{transactionId}', '{{transactionId}}'),
    body,
    responses: outcomes
      .filter((outcome) => outcome.operation === operation)
      .filter((outcome) => outcome.status >= 400 || name === undefined || outcome.name === name)
      .map(({ status, value: body }) => ({ status, body })),
  })),
);

/** An operation without a body has one request, without a name. */
function requestExamplesOf({ requestBody }: Operation): { name?: string; body?: Record<string, unknown> }[] {
  if (!requestBody) return [{}];
  const { examples = {} } = requestBody.content['application/json'] ?? {};
  return Object.entries(examples).map(([name, { value }]) => ({ name, body: value }));
}

const responsesOf = (response: readonly SavedResponse[]) =>
  response.map(({ code, body }) => ({ status: code, body: JSON.parse(body) }));

test('every request example is in the collection, with a new transaction id on each run', () => {
  expect(documented.length).toBeGreaterThanOrEqual(2);
  const requests = items.map(({ request: { method, url, body } }) => {
    expect(url.raw).toBe(`${url.host.join('.')}/${url.path.join('/')}`);
    return { method, path: url.raw.replace('{{baseUrl}}', ''), body: body && JSON.parse(body.raw) };
  });
  const webhook_url = 'http://localhost:3000/webhook/payment';
  const own = { transaction_id: 'TRX-{{$guid}}', license_key: '{{licenseKey}}', webhook_url };
  expect(requests).toEqual(
    documented.map(({ method, path, body }) => ({ method, path, body: body && { ...body, ...own } })),
  );
});

test('every documented response is saved with its requests', () => {
  const statuses = new Set(outcomes.map(({ status }) => status));
  expect(new Set(items.flatMap(({ response }) => response.map(({ code }) => code)))).toEqual(statuses);
  expect(items.map(({ response }) => responsesOf(response))).toEqual(documented.map(({ responses }) => responses));
  for (const { status } of items.flatMap(({ response }) => response)) expect(status).toMatch(/^[A-Z][\w ]+$/);
});

test('three variables must be set, the fourth sets itself, and they point to the sandbox as the guide says', () => {
  expect(Object.keys(variables)).toEqual(['baseUrl', 'apiKey', 'licenseKey', 'transactionId']);
  const used = [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name);
  expect(new Set(used)).toEqual(new Set([...Object.keys(variables), '$guid']));
  expect(collection.auth.type).toBe('apikey');
  expect(collection.auth.apikey).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ key: 'key', value: document.components.securitySchemes.ApiKey.name }),
      expect.objectContaining({ key: 'value', value: '{{apiKey}}' }),
    ]),
  );
  for (const { markdown } of pages.filter(({ slug }) => slug === 'libraries')) {
    const rows = [...markdown.matchAll(/^\| `(\w+)` \| `([^`]+)` \| .+ \|$/gm)].map(([, name, value]) => [name, value]);
    expect(Object.fromEntries(rows)).toEqual(variables);
  }
});

test('the collection holds no real key, and sends nothing to a host other than the sandbox', () => {
  for (const { request } of items) expect(request.url.host).toEqual(['{{baseUrl}}']);
  expect(variables.baseUrl).toBe('http://localhost:4020');
  const apiKeys = new Set(text.match(/kgiton_\w+/g));
  expect(apiKeys).toEqual(new Set([document.components.securitySchemes.ApiKey['x-example']]));
  const licenseKeys = new Set(text.match(/\b(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}\b/g));
  expect([...licenseKeys].filter((key) => !LICENSE_KEYS.some((known) => known.key === key))).toEqual([]);
  for (const { request } of items) {
    if (!request.body) continue;
    const { hostname } = new URL(JSON.parse(request.body.raw).webhook_url);
    expect(hostname, 'where a webhook would go').toBe('localhost');
  }
  // Addresses in saved responses and descriptions are the contract's own.
  const contract = JSON.stringify(document);
  const others = [...new Set(text.match(/https?:\/\/[\w.:-]+/g))].filter((url) => !contract.includes(url));
  expect(others.sort()).toEqual(['http://localhost:3000', 'http://localhost:4020', 'https://schema.getpostman.com']);
});

describeWithTool("Postman's own runner, newman", 'newman/bin/newman.js', (newman) => {
  let folder: string;
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kgiton-postman-'));
    await writeFile(join(folder, 'collection.json'), text);
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(async () => {
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the collection with variables that are set as a partner would. */
  async function runCollection(set: Record<string, string> = {}) {
    const environment = Object.entries({ baseUrl: sandbox.url, ...set }).flatMap((pair) => [
      '--env-var',
      pair.join('='),
    ]);
    const reporter = ['--reporters', 'json', '--reporter-json-export', 'report.json'];
    const finished = await run(
      process.execPath,
      [newman, 'run', 'collection.json', ...environment, ...reporter],
      folder,
    );
    expect(finished).toEqual({ exitCode: 0, output: '' });
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report;
    expect(report.run.failures).toEqual([]);
    return { ...report, statuses: report.run.executions.map(({ response }) => response.code) };
  }

  test('the collection can be run twice in a row: every request creates a payment each time', async () => {
    const runs = [await runCollection(), await runCollection()];
    expect(runs.flatMap(({ statuses }) => statuses)).toEqual(Array(2 * documented.length).fill(200));
    const sent = runs.flatMap(({ run }) =>
      run.executions.flatMap(({ request: { body } }) => (body ? [JSON.parse(body.raw)] : [])),
    );
    const payments = await sandbox.payments(variables.apiKey);
    expect(payments.map(({ transactionId }) => transactionId).sort()).toEqual(
      sent.map(({ transaction_id }) => transaction_id).sort(),
    );
    expect(new Set(payments.map(({ request }) => request.license_key))).toEqual(new Set([variables.licenseKey]));
  });

  test('the variables set the caller and the license that pays', async () => {
    const noToken = await runCollection({ licenseKey: 'SANDB-EMPTY-00000-00000-00001' });
    expect(new Set(noToken.statuses)).toEqual(new Set([402, 404]));
    const nobody = await runCollection({ apiKey: 'nobody' });
    expect(new Set(nobody.statuses)).toEqual(new Set([401]));
  });

  test('Postman reads every saved response as it is documented', async () => {
    const read = (await runCollection()).collection.item.flatMap(({ item }) => item);
    expect(read.map(({ response }) => responsesOf(response))).toEqual(documented.map(({ responses }) => responses));
  });
});
