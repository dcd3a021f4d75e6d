import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startReceiver } from '../../../test/support/http-server.js';
import { fencedBlocks } from '../../../test/support/typescript-project.js';
import { FAULT_KINDS, LICENSE_KEYS, REQUEST_FAULT_KINDS, startSandbox } from '../src/index.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test('the curl commands for other languages take a payment to its webhook, and move the clock', async () => {
  await using receiver = await startReceiver();
  await using sandbox = await startSandbox({ port: 0 });
  const [commands = ''] = fencedBlocks(readme, 'sh').filter((code) => code.includes('/_sandbox/'));
  const script = commands
    .replaceAll('http://localhost:4020', sandbox.url)
    .replace('http://localhost:3000', receiver.url);
  const begun = Date.now();
  const { stdout } = await promisify(execFile)('bash', [
    '-ec',
    script.replaceAll('curl -s', 'curl -sS --fail -w "\\n"'),
  ]);
  const [created, paid, { deliveries }, clock] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([created.success, paid.state, deliveries[0].state]).toEqual([true, 'paid', 'delivered']);
  expect(Date.parse(clock.now) - begun).toBeGreaterThanOrEqual(3_600_000);
});

test('every kind of fault and every license key is told', () => {
  for (const kind of [...FAULT_KINDS, ...REQUEST_FAULT_KINDS]) expect(readme).toContain(`| \`${kind}\` |`);
  for (const { key } of LICENSE_KEYS) expect(readme).toContain(`\`${key}\``);
});
