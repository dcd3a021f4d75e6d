import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { API_KEY_HEADER, type PartnerPaymentType } from '@kgiton/contract';
import { startSandbox } from '@kgiton/sandbox';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { document } from '../support/document.js';
import published from './published-names.json' with { type: 'json' };

// Names that partners rely on, as version 2.0.0 had them. Add what is new; remove a name only in a major version.

const json = async (path: string) => JSON.parse(await readFile(join(ROOT, path), 'utf8'));
const folderOf = (name: string) => join('packages', name.replace('@kgiton/', '').replace(/\/.*/, ''));

describe('the types of', () => {
  let files: Map<string, string>;
  let program: ts.Program;
  beforeAll(async () => {
    const typesOf = async (module: string): Promise<[string, string]> => {
      const { exports } = await json(join(folderOf(module), 'package.json'));
      const { types } = exports[module.replace(/^@kgiton\/\w+/, '.')].import;
      return [module, join(ROOT, folderOf(module), types)];
    };
    files = new Map(await Promise.all(Object.keys(published.exports).map(typesOf)));
    program = ts.createProgram([...files.values()], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      skipLibCheck: true,
      types: [],
    });
  });

  test.each(Object.entries(published.exports))('%s still export every name', (module, names) => {
    const checker = program.getTypeChecker();
    const symbol = checker.getSymbolAtLocation(program.getSourceFile(files.get(module) ?? '') as ts.SourceFile);
    const exported = symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : [];
    expect(exported).toEqual(expect.arrayContaining(names));
  });
});

test.each(Object.entries(published.subpaths))('%s still has every entry point', async (name, subpaths) => {
  const { exports } = await json(join(folderOf(name), 'package.json'));
  expect(Object.keys(exports)).toEqual(expect.arrayContaining(subpaths));
});

test('package.json still has every npm script', async () => {
  expect(Object.keys((await json('package.json')).scripts)).toEqual(expect.arrayContaining(published.scripts));
});

test.each(Object.entries(published.options))(
  '%s still lists every option and environment variable',
  async (command, names) => {
    const [, ...subcommand] = command.split(' ');
    const bin = join(ROOT, 'packages/sandbox/bin/kgiton-sandbox.js');
    const { stdout } = await promisify(execFile)(process.execPath, [bin, ...subcommand, '--help']);
    expect(stdout.match(/--[a-z][a-z-]*|KGITON_[A-Z_]+/g)).toEqual(expect.arrayContaining(names));
  },
);

test('both documents still have every operation', async () => {
  const documents = [document, await json('packages/sandbox/openapi.json')];
  const operations = documents.flatMap(({ paths }) =>
    Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  );
  expect(operations).toEqual(expect.arrayContaining(published.operations));
});

test.each(published.files)('%s is still there', (path) => access(join(ROOT, path)));

describe('the site', () => {
  test.each(published.site)('still has %s', (path) => access(join(ROOT, 'packages/docs/dist', path)));
});

test('the sandbox still serves every page and takes every form', async () => {
  await using sandbox = await startSandbox({ port: 0, fetch: async () => new Response() });
  const headers = {
    [API_KEY_HEADER]: document.components.securitySchemes.ApiKey['x-example'],
    'content-type': 'application/json',
  };
  const generate = async (transaction_id: string, payment_type: PartnerPaymentType) => {
    const { value } = document.components.examples.QrisRequest as { value: object };
    const body = JSON.stringify({ ...value, transaction_id, webhook_url: 'https://shop.example/', payment_type });
    const url = `${sandbox.url}${Object.keys(document.paths)[0]}`;
    const response = await sandbox.fetch(url, { method: 'POST', headers, body });
    return (await response.json()).payment_id as string;
  };
  const ids: Record<string, string> = {
    checkout: await generate('TRX-1', 'CHECKOUT_PAGE'),
    qris: await generate('TRX-2', 'QRIS'),
    expiring: await generate('TRX-3', 'QRIS'),
  };
  const delivered = await sandbox.pay(await generate('TRX-4', 'QRIS'));
  ids.delivery = (await sandbox.waitForDelivery({ id: delivered.paymentId })).id;
  const statuses: Record<string, number> = {};
  for (const page of Object.keys(published.pages)) {
    const [method = '', template = ''] = page.split(' ');
    const path = template.replace(/\{(\w+)\}/, (_, name: string) => ids[name] ?? '');
    const response = await fetch(sandbox.url + path, {
      method,
      redirect: 'manual',
      ...(method === 'POST' && {
        body: new URLSearchParams({
          kind: 'never',
          key: 'SANDB-OTHER-00000-00000-00001',
          tokens: '1',
          state: 'active',
          minutes: '1',
        }),
      }),
    });
    await response.body?.cancel();
    statuses[page] = response.status;
  }
  expect(statuses).toEqual(published.pages);
});
