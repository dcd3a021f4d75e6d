import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../../scripts/paths.js';
import { startReceiver } from '../../../test/support/http-server.js';
import { workflowsOf } from '../src/cli/run/document.js';
import { conditionOf, type Scope, templateOf } from '../src/cli/run/expressions.js';
import { startSandbox } from '../src/index.js';
import { run } from './command.js';

const WORKFLOWS = join(ROOT, 'openapi/workflows');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kgiton-run-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** An Arazzo document with one step. */
function documentOf(step: object, rest: object = {}, workflow: object = {}) {
  return {
    arazzo: '1.0.1',
    info: { title: 'A scenario', version: '1.0.0' },
    sourceDescriptions: [{ name: 'sandbox', url: './sandbox.yaml', type: 'openapi' }],
    workflows: [{ workflowId: 'one', steps: [{ stepId: 'first', operationId: 'getHealth', ...step }], ...workflow }],
    ...rest,
  };
}

async function fileOf(document: object | string): Promise<string> {
  const path = join(folder, 'scenario.arazzo.yaml');
  await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

describe('run plays', async () => {
  test.each((await readdir(WORKFLOWS)).filter((name) => name.endsWith('.arazzo.yaml')))(
    'every step of %s, in the written order, against a sandbox that runs',
    async (name) => {
      await using sandbox = await startSandbox({ port: 0 });
      await using receiver = await startReceiver();
      const path = join(WORKFLOWS, name);
      const { workflows } = parse(await readFile(path, 'utf8')) as {
        workflows: { workflowId: string; inputs?: unknown; steps: { stepId: string }[] }[];
      };
      const input = name.startsWith('errors') ? [] : ['--input', `webhook_url=${receiver.url}`];
      const { code, stdout, stderr } = await run('run', path, '--server', sandbox.url, '--json', ...input);
      expect([stderr, code]).toEqual(['', 0]);
      const played = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(played.map(({ workflow, step }) => `${workflow}/${step}`)).toEqual(
        workflows.flatMap(({ workflowId, steps }) => steps.map(({ stepId }) => `${workflowId}/${stepId}`)),
      );
      expect(played.flatMap(({ failures }) => failures)).toEqual([]);
    },
  );
});

describe('run', () => {
  test('tells each step, what was expected where it fails, and goes on with the next workflow', async () => {
    await using sandbox = await startSandbox({ port: 0 });
    const failing = documentOf({ successCriteria: [{ condition: '$statusCode == 201' }] }, {}, {});
    const good = { workflowId: 'two', steps: [{ stepId: 'healthy', operationId: 'getHealth' }] };
    const never = { stepId: 'never', operationId: 'getHealth' };
    const [one] = failing.workflows;
    const workflows = [{ ...one, steps: [...(one?.steps ?? []), never] }, good];
    const path = await fileOf({ ...failing, workflows });
    const { code, stdout } = await run('run', path, '--server', sandbox.url);
    expect(code).toBe(1);
    expect(stdout).toContain('  ✗ first: GET /_sandbox/health, 200.\n      expected $statusCode == 201\n');
    expect(stdout).toContain('  ✓ healthy: GET /_sandbox/health, 200.\n');
    expect(stdout).toMatch(/\n1 of 2 workflows succeeded\.\n$/);
    expect(stdout).not.toContain('never');
  });

  test('fails when nobody listens', async () => {
    const sandbox = await startSandbox({ port: 0 });
    await sandbox.close();
    const { code, stdout } = await run('run', await fileOf(documentOf({})), '--server', sandbox.url);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/✗ first: GET \/_sandbox\/health, .*ECONNREFUSED/)]);
  });

  test.each<[string, () => Promise<string[]>, RegExp]>([
    ['no file', async () => [], /run: expected one Arazzo file, got 0/],
    ['a file that is missing', async () => ['none.yaml'], /run: cannot read none\.yaml: ENOENT/],
    ['no YAML', async () => [await fileOf('a: [')], /run: expected YAML or JSON in /],
    [
      'an input that is missing',
      async () => [join(WORKFLOWS, 'payments.arazzo.yaml')],
      /needs --input webhook_url=VALUE: The URL/,
    ],
    [
      'an input that is unknown',
      async () => [await fileOf(documentOf({})), '--input', 'a=1'],
      /--input: expected none, got a/,
    ],
    [
      'an unsupported part',
      async () => [await fileOf(documentOf({ onFailure: [] }))],
      /\/steps\/0\/onFailure: is not supported/,
    ],
  ])('refuses %s in two lines, before it sends anything', async (_what, args, message) => {
    const { code, stdout, stderr } = await run('run', ...(await args()));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});

describe('an Arazzo document is refused for', () => {
  const step = (part: object) => documentOf(part);
  test.each<[string, object, RegExp]>([
    ['another version', documentOf({}, { arazzo: '1.1.0' }), /^\/arazzo: expected 1\.0\.x/],
    [
      'a source of workflows',
      documentOf({}, { sourceDescriptions: [{ name: 'a', url: 'b', type: 'arazzo' }] }),
      /expected openapi, got "arazzo"/,
    ],
    ['an unknown operation', step({ operationId: 'refund' }), /operationId: expected an operation .+, got refund/],
    [
      'an unknown source',
      step({ operationId: '$sourceDescriptions.other.reset' }),
      /operationId: expected an operation/,
    ],
    ['a path', step({ operationPath: '{$sourceDescriptions.sandbox.url}#/paths' }), /operationPath: is not supported/],
    ['a workflow as a step', step({ workflowId: 'two' }), /steps\/0\/workflowId: is not supported/],
    ['actions on success', step({ onSuccess: [] }), /onSuccess: is not supported/],
    ['workflows that depend on others', documentOf({}, {}, { dependsOn: ['two'] }), /dependsOn: is not supported/],
    ['replacements', step({ requestBody: { payload: {}, replacements: [] } }), /replacements: is not supported/],
    [
      'another content type',
      step({ requestBody: { contentType: 'text/plain', payload: '' } }),
      /contentType: expected application\/json/,
    ],
    [
      'a cookie',
      step({ parameters: [{ name: 'a', in: 'cookie', value: '1' }] }),
      /expected a parameter in path, query or header/,
    ],
    ['a missing path parameter', step({ operationId: 'getPayment' }), /the path parameter id is missing/],
    [
      'an XPath criterion',
      step({ successCriteria: [{ context: '$response.body', type: 'xpath', condition: '/' }] }),
      /got "xpath"/,
    ],
    [
      'an invalid JSONPath',
      step({ successCriteria: [{ context: '$response.body', type: 'jsonpath', condition: '$[' }] }),
      /successCriteria\/0: /,
    ],
    [
      'an invalid pattern',
      step({ successCriteria: [{ context: '$response.body', type: 'regex', condition: '(' }] }),
      /successCriteria\/0: /,
    ],
    [
      'an unknown expression',
      step({ successCriteria: [{ condition: '$request.body#/a == 1' }] }),
      /the expression \$request\.body#\/a is not supported/,
    ],
    [
      'a condition that it cannot read',
      step({ successCriteria: [{ condition: '$statusCode in 200' }] }),
      /is not supported at in/,
    ],
    [
      'an output of no step',
      step({ successCriteria: [{ condition: '$steps.other.outputs.id == 1' }] }),
      /there is no \$steps\.other\.outputs\.id at this point/,
    ],
    [
      'an input of no workflow',
      step({ requestBody: { payload: { key: '$inputs.key' } } }),
      /there is no \$inputs\.key at this point/,
    ],
    [
      'an unknown reference',
      step({ parameters: [{ reference: '$components.parameters.none' }] }),
      /there is no \$components\.parameters\.none/,
    ],
  ])('%s', (_what, document, message) => {
    expect(() => workflowsOf(document)).toThrow(message);
  });
});

describe('a condition', () => {
  const scope: Scope = {
    inputs: { name: 'Sari', count: 3 },
    steps: { first: { id: 'PAY-1' } },
    response: {
      status: 200,
      headers: new Headers({ 'x-request-id': 'req_1' }),
      body: { id: 'PAY-1', 'a/b': [{ c: null }], n: 3 },
      url: 'http://127.0.0.1/x',
      method: 'GET',
    },
  };
  test.each([
    ['$statusCode == 200', true],
    ['$statusCode != 200', false],
    ['$statusCode >= 200 && $statusCode < 300', true],
    ['$statusCode == 500 || $response.body#/n == $inputs.count', true],
    ['!($statusCode == 200)', false],
    ['$response.body#/a~1b/0/c == null', true],
    ['$response.body#/missing == null', false],
    ['$response.body#/missing == $response.body#/absent', false],
    ["$inputs.name == 'SARI'", true],
    ["'it''s' == 'it''s'", true],
    ["$response.header.X-Request-Id == 'req_1'", true],
    ['$response.body#/id == $steps.first.outputs.id', true],
    ["$method == 'GET'", true],
    ["$response.body#/n < '9'", false],
  ])('%s is %s', (condition, want) => {
    expect(conditionOf(condition)(scope)).toBe(want);
  });

  test.each(['', '$statusCode ==', '($statusCode == 200', '$statusCode == 200 200', '$response.body.id == 1'])(
    '%j is refused',
    (condition) => {
      expect(() => conditionOf(condition)).toThrow(/is not supported|lacks a closing parenthesis/);
    },
  );

  test('values may be expressions, or contain them', () => {
    const payload = {
      key: '$inputs.count',
      text: 'for {$inputs.name}',
      price: '$5',
      list: ['$steps.first.outputs.id'],
    };
    expect(templateOf(payload)(scope)).toEqual({ key: 3, text: 'for Sari', price: '$5', list: ['PAY-1'] });
  });
});
