import { spawnSync } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeInLanguage, type Language, languages } from '../samples/languages.js';
import { type GeneratedClient, generatedClients, PROGRAMS } from './generated-clients.js';
import { blockAt } from './pages.js';
import { createReaderFolder, describeWithShell, type ReaderFolder, runInBash } from './shell.js';

const LICENSE = 'SANDB-ACTIV-E0000-00000-00001';
const COMPILING = 240_000; // Go compiles its standard library the first time

/** What the guide says that a response is. */
const RESPONSES: Record<string, string[]> = {
  Go: ['map[string]interface {}', 'map[string]interface {}'],
};
const OBJECTS = ['QrisPaymentResponse', 'CheckoutPagePaymentResponse'];

const clients = generatedClients('en');

test('the guide names a client for each language that there is a sample in, both languages of the site the same ones', () => {
  expect(clients.map(({ label }) => label)).toEqual(Object.keys(PROGRAMS));
  const sampled = languages.map(({ label }) => label).filter((label) => label !== 'cURL' && label !== 'TypeScript');
  expect(clients.map(({ label }) => label).sort()).toEqual(sampled.sort());
  expect(generatedClients('id')).toEqual(clients);
});

describeWithShell('the clients that Redocly generates as the guide says', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0 });
  });
  afterAll(() => sandbox?.close());

  for (const client of clients) {
    describe(client.label, () => {
      let folder: ReaderFolder;
      beforeAll(async () => {
        folder = await createReaderFolder();
      });
      afterAll(() => folder?.[Symbol.asyncDispose]());

      test('the command writes one file, under the name that the guide says', async () => {
        const command = blockAt('libraries#generate').code.replace(
          '--generator php',
          `--generator ${client.generator}`,
        );
        const { exitCode, output } = await runInBash(command, folder);
        expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining('1 file') });
        await access(join(folder.path, client.file));
      });

      describeWithLibraries(client, () => {
        test('the client that the guide shows creates payments in the sandbox', { timeout: COMPILING }, async () => {
          const { files, command } = PROGRAMS[client.label]?.(client.expression) ?? { files: {}, command: 'false' };
          for (const [file, content] of Object.entries(files)) await folder.write(file, content);
          const key = `kgiton_generated_${client.generator}`;
          const { exitCode, output } = await runInBash(
            `${command} ${sandbox.url} ${key} ${LICENSE}`,
            folder,
            COMPILING,
          );
          expect(exitCode, output).toBe(0);
          const payments = await sandbox.payments(key);
          const ids = ['QRIS', 'CHECKOUT_PAGE'].map(
            (type) => payments.find(({ request }) => request.payment_type === type)?.paymentId,
          );
          const responses = RESPONSES[client.label] ?? OBJECTS;
          expect(output.trim().split('\n')).toEqual(responses.map((response, index) => `${response} ${ids[index]}`));
        });
      });
    });
  }
});

/** As the samples of the language, but Python's client needs a library, of which CI has none. */
function describeWithLibraries({ label }: GeneratedClient, tests: () => void): void {
  const name = `the client in ${label}`;
  if (label === 'Python' && spawnSync('python3', ['-c', 'import httpx']).status !== 0) {
    console.warn(`skipped: ${name} (does not work: python3 -c 'import httpx')`);
    describe.skip(name, tests);
    return;
  }
  describeInLanguage(languages.find((language) => language.label === label) as Language, name, tests);
}
