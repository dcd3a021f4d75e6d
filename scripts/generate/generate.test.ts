import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createWorkspace, type Workspace } from '../../test/support/workspace.js';
import { ROOT } from '../paths.js';
import { ContractError } from './document.js';
import { staleFiles, writeFiles } from './files.js';
import { generate, renderContract } from './generate.js';
import { renderPages } from './render-pages.js';
import { renderValidators } from './render-validators.js';

const script = 'scripts/generate/cli.ts';
const components = 'openapi/components';
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Generates in this process, and returns the paths of the files that were stale. */
async function generateIn({ root }: Workspace): Promise<string[]> {
  const files = await generate(root);
  const stale = await staleFiles(root, files);
  await writeFiles(root, files, stale);
  return stale.map(({ path }) => path);
}

async function addErrorCode(workspace: Workspace, code: string): Promise<void> {
  const entry = `${code}: Too many requests in a short time.`;
  await workspace.edit(
    `${components}/schemas/ErrorCode.yaml`,
    '  - GATEWAY_ERROR\n',
    `  - GATEWAY_ERROR\n  - ${code}\n`,
  );
  await workspace.edit(
    `${components}/schemas/ErrorCode.yaml`,
    'x-retryable-codes:\n',
    `x-retryable-codes:\n  - ${code}\n`,
  );
  await workspace.edit(
    `${components}/schemas/ErrorCode.yaml`,
    'x-enumDescriptions:\n',
    `x-enumDescriptions:\n  ${entry}\n`,
  );
  await workspace.edit(
    `${components}/schemas/ErrorCode.yaml`,
    'x-remedies:\n',
    `x-remedies:\n  ${code}: Wait a while.\n`,
  );
  await workspace.write(
    `${components}/examples/errors/${code}.yaml`,
    `summary: Too many requests\nvalue:\n  success: false\n  code: ${code}\n  message: Slow down.\n`,
  );
  const response = await workspace.read(`${components}/responses/Conflict.yaml`);
  await workspace.write(
    `${components}/responses/TooManyRequests.yaml`,
    response.replaceAll('DUPLICATE_TRANSACTION', code).replace(/^description: .*/, 'description: Too many requests.'),
  );
  await workspace.edit(
    'openapi/paths/generate-payment.yaml',
    '    "500":\n',
    '    "429":\n      $ref: ../components/responses/TooManyRequests.yaml\n    "500":\n',
  );
}

test('every generated file names its generator and its command in its first lines', async () => {
  await using workspace = await createWorkspace();
  const files = Object.entries(await workspace.contents()).filter(([file]) =>
    /generated|openapi\.yaml$|packages.*README\.md/.test(file),
  );
  const generated = files.filter(([file]) => !/^openapi.(openapi\.yaml|releases)/.test(file));
  expect(generated.length).toBeGreaterThan(8);
  // JSON and PHP start with a line of their own.
  for (const [file, content] of generated) {
    const first = content.split('\n').slice(0, /\.(json|php)$/.test(file) ? 3 : 1);
    expect(first.join('\n'), file).toMatch(/[Gg]enerated by .+npm run generate/);
  }
});

test('a new error code of the document appears in every generated file', async () => {
  await using workspace = await createWorkspace();
  await addErrorCode(workspace, 'RATE_LIMITED');
  expect(await generateIn(workspace)).toContain('packages/contract/generated/errors.ts');

  const contract = await import(/* @vite-ignore */ join(workspace.root, 'packages/contract/generated/index.ts'));
  expect(contract.ErrorCode.RATE_LIMITED).toBe('RATE_LIMITED');
  expect(contract.errorCatalogue.RATE_LIMITED).toEqual({
    status: 429,
    description: 'Too many requests in a short time.',
    retryable: true,
  });
  for (const file of ['openapi.json', 'openapi.yaml', 'openapi-3.0.yaml', 'generated/schemas.ts']) {
    expect(await workspace.read(`packages/contract/${file}`)).toContain('RATE_LIMITED');
  }
  expect(await workspace.read('packages/sdk/README.md')).toMatch(
    /\| `RATE_LIMITED` \| 429 \| `\w+` \| Too many.+ \| yes \|/,
  );
  expect(await workspace.read('packages/php/README.md')).toMatch(
    /\| `RATE_LIMITED` \| 429 \| `\w+Exception` \| Too many.+ \| yes \|/,
  );
  expect(await workspace.read('packages/php/generated/ErrorCode.php')).toContain("case RateLimited = 'RATE_LIMITED';");
  expect(await workspace.read('packages/python/README.md')).toMatch(
    /\| `RATE_LIMITED` \| 429 \| `\w+Error` \| Too many.+ \| yes \|/,
  );
  expect(await workspace.read('packages/python/src/kgiton/_generated/error_code.py')).toContain(
    'RATE_LIMITED = "RATE_LIMITED"',
  );
  expect(await workspace.read('packages/go/README.md')).toMatch(
    /\| `RATE_LIMITED` \| 429 \| `Err\w+` \| Too many.+ \| yes \|/,
  );
  expect(await workspace.read('packages/go/error_codes_generated.go')).toContain(
    'ErrorCodeRateLimited ErrorCode = "RATE_LIMITED"',
  );
  expect(await workspace.read('packages/java/README.md')).toMatch(
    /\| `RATE_LIMITED` \| 429 \| `\w+Exception` \| Too many.+ \| yes \|/,
  );
  expect(await workspace.read('packages/java/src/generated/java/com/kgiton/payments/ErrorCode.java')).toContain(
    'RATE_LIMITED(429, ',
  );
  expect(await workspace.read('test/conformance/generated/requests.json')).toContain(
    'RATE_LIMITED is an error of its own',
  );
  const options = {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2022'],
    types: [],
    skipLibCheck: true,
  };
  const compilerOptions = { ...options, noEmit: true };
  await workspace.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['packages/contract/generated'] }));
  await promisify(execFile)(process.execPath, [tsc, '--project', workspace.root]);
});

test('texts and values that are special in TypeScript arrive unchanged', async () => {
  await using workspace = await createWorkspace();
  const text = `It's "quoted" with a \\ backslash, a \`tick\`, \${braces}, */ and\na second line`;
  const values = ['payment.success', "it's", '2nd', 'back\\slash'];
  const document = JSON.parse(await workspace.read('packages/contract/openapi.json'));
  document.components.schemas.ErrorCode['x-enumDescriptions'].INVALID_AMOUNT = text;
  document.components.schemas.Odd = { type: 'string', description: text, enum: values };
  for (const [file, content] of await renderContract(document)) await workspace.write(file, content);

  const contract = await import(/* @vite-ignore */ join(workspace.root, 'packages/contract/generated/index.ts'));
  expect(contract.errorCatalogue.INVALID_AMOUNT.description).toBe(text);
  expect(contract.Odd).toEqual(Object.fromEntries(values.map((value) => [value, value])));
});

test('the pages of the sandbox hold their programs and styles, without an import and without a tag that would end them', async () => {
  await using workspace = await createWorkspace();
  const { edit, root } = workspace;
  await edit('packages/sandbox/src/pages/base.css', '--brand: #0f6b5c', '--brand: #123456');
  await edit('packages/sandbox/src/pages/format.ts', 'Math.ceil(milliseconds', 'Math.round(milliseconds');
  const files = await renderPages(root);
  expect([...files.keys()]).toEqual(
    ['checkout', 'dashboard'].map((name) => `packages/sandbox/src/${name}/generated/program.ts`),
  );
  for (const content of files.values()) {
    expect(content).toContain('#123456');
    expect(content).toContain('Math.round(');
    expect(content).not.toMatch(/\bimport\b|require\(|<\/(script|style)/i);
  }
});

describe('the validators', () => {
  const file = 'packages/contract/generated/validators.ts';

  test.each([file, 'packages/sandbox/src/control/generated/validators.ts'])(
    'of %s end every loop over a value at the number of errors that a response lists',
    async (path) => {
      const source = await readFile(join(ROOT, path), 'utf8');
      const checks = source.slice(source.search(/function validate\d+\(data/), source.indexOf('function message('));
      const loops = checks.match(/\b(for|while) \(.*\) \{\n.*/g) ?? [];
      expect(loops.length).toBeGreaterThan(0);
      for (const loop of loops) expect(loop).toMatch(/\{\n\s*if \(errors >= 100\) break;$/);
    },
  );

  /** The validators of the document with the response 200 replaced by `schema`, and with more schemas. */
  async function validatorsOf(workspace: Workspace, schemas: Record<string, unknown>, schema: unknown) {
    const document = JSON.parse(await workspace.read('packages/contract/openapi.json'));
    Object.assign(document.components.schemas, schemas);
    document.components.responses.PaymentGenerated.content['application/json'].schema = schema;
    await workspace.write(file, await renderValidators(document));
    return import(/* @vite-ignore */ join(workspace.root, file));
  }

  test('follow the document: a body with a new schema gets its own', async () => {
    await using workspace = await createWorkspace();
    const schemas = {
      Receipt: { type: 'object', required: ['a/b~c'], properties: { lines: { type: 'array', minItems: 1 } } },
    };
    const { validateReceipt, ...others } = await validatorsOf(workspace, schemas, {
      $ref: '#/components/schemas/Receipt',
    });
    expect(others.validatePartnerPaymentResponse).toBeUndefined();
    expect(validateReceipt({ lines: [] })).toEqual([
      { path: '/lines', message: 'must not be empty' },
      { path: '/a~1b~0c', message: 'is required' },
    ]);
  });

  test('report a union without a discriminator in one line, however many branches it has', async () => {
    await using workspace = await createWorkspace();
    const schemas = {
      Either: {
        oneOf: [
          { type: 'string', minLength: 3 },
          { type: 'object', required: ['a'] },
        ],
      },
    };
    const { validateEither } = await validatorsOf(workspace, schemas, { $ref: '#/components/schemas/Either' });
    expect(validateEither('abc')).toEqual([]);
    expect(validateEither('a')).toEqual([{ path: '', message: 'must have one of the documented forms' }]);
  });

  test('refuse a schema that contains itself, and the message names it', async () => {
    await using workspace = await createWorkspace();
    const schema = { $ref: '#/components/schemas/Tree' };
    const schemas = { Tree: { type: 'object', properties: { branches: { type: 'array', items: schema } } } };
    await expect(validatorsOf(workspace, schemas, schema)).rejects.toThrow(/schemas\/Tree contains itself/);
  });
});

describe('a broken document', () => {
  const broken = {
    'a rule is broken': {
      file: `${components}/schemas/Amount.yaml`,
      from: '- 50000',
      to: "- 'fifty'",
      report: /Amount\.yaml:\d+:\d+[\s\S]+no-invalid-schema-examples/,
    },
    'a reference leads nowhere': {
      file: 'openapi/paths/generate-payment.yaml',
      from: 'Conflict.yaml',
      to: 'None.yaml',
      report: /generate-payment\.yaml:\d+:\d+[\s\S]+no-unresolved-refs/,
    },
    'YAML is broken': {
      file: `${components}/schemas/Amount.yaml`,
      from: 'minimum: 1000',
      to: 'minimum: [',
      report: /Amount\.yaml:\d+:\d+/,
    },
    'YAML of an event is broken': {
      file: `${components}/examples/events/QrisPaid.yaml`,
      from: 'amount: 50000',
      to: 'amount: [',
      report: /QrisPaid\.yaml:\d+:\d+/,
    },
  };

  test('is a ContractError', async () => {
    await using workspace = await createWorkspace();
    const { file, from, to, report } = broken['YAML is broken'];
    await workspace.edit(file, from, to);
    const error = await generate(workspace.root).catch((error) => error);
    expect(error).toBeInstanceOf(ContractError);
    expect(error.message).toMatch(report);
  });

  test.each([
    { command: script, args: [], given: ['a rule is broken', 'a reference leads nowhere'] as const },
    {
      command: 'scripts/start.ts',
      args: ['--docs-port', '0', '--mock-port', '0'],
      given: ['YAML of an event is broken'] as const,
    },
  ])('makes $command exit with 1 and name file, line and rule, and nothing is written', async (tested) => {
    await using workspace = await createWorkspace();
    for (const { file, from, to } of tested.given.map((name) => broken[name])) await workspace.edit(file, from, to);
    const before = await workspace.contents();
    const { exitCode, output } = await workspace.run(tested.command, tested.args);
    expect(exitCode).toBe(1);
    for (const { report } of tested.given.map((name) => broken[name])) expect(output).toMatch(report);
    expect(output).not.toContain('    at '); // no stack trace
    expect(await workspace.contents()).toEqual(before);
  });
});

test('an unknown flag is refused with the usage', async () => {
  await using workspace = await createWorkspace();
  const { exitCode, output } = await workspace.run(script, ['--chek']);
  expect(exitCode).toBe(1);
  expect(output).toContain("Unknown option '--chek'");
  expect(output).toContain('Usage: npm run generate');
});
