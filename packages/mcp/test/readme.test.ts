import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { expandPackages, PACKAGE_SOURCES } from '../../docs/src/packages.js';
import { startAssistant } from './client.js';

const template = await readFile(new URL('../docs/README.template.md', import.meta.url), 'utf8');
const manifest = async (name: string) =>
  JSON.parse(await readFile(createRequire(import.meta.url).resolve(`${name}/package.json`), 'utf8'));

describe.each(PACKAGE_SOURCES)('the README for those who have the packages from a %s', (source) => {
  const readme = expandPackages(template, source);

  test('starts the command of this package in every client', async () => {
    const { name } = await manifest('@kgiton/mcp');
    const blocks = [...readme.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = '']) => JSON.parse(json));
    const server = { command: 'npx', args: ['-y', name] };
    expect(blocks).toEqual([{ mcpServers: { kgiton: server } }, { servers: { kgiton: { type: 'stdio', ...server } } }]);
    expect(readme).toContain(`claude mcp add kgiton -- npx -y ${name}`);
  });

  test('lists every tool, and no other', async () => {
    await using assistant = await startAssistant();
    const { tools } = await assistant.client.listTools();
    const rows = readme.slice(readme.indexOf('## Tools')).match(/^\| `.*?\|/gm) ?? [];
    const listed = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    expect(listed.toSorted()).toEqual(tools.map(({ name }) => name).toSorted());
  });
});

test('the README and the command name the same variables', async () => {
  const main = await readFile(new URL('../src/main.ts', import.meta.url), 'utf8');
  const variables = (text: string) => [...new Set(text.match(/KGITON_SANDBOX_[A-Z_]+/g))].toSorted();
  expect(variables(template)).toEqual(variables(main));
});

test('the sandbox has none of the dependencies of the official SDK', async () => {
  const sandbox = await manifest('@kgiton/sandbox');
  expect(Object.keys(sandbox.dependencies)).not.toContain('@modelcontextprotocol/sdk');
  expect(sandbox.dependencies).not.toHaveProperty('@kgiton/mcp');
});
