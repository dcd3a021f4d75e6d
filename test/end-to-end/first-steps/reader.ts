import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createWebhookHandler } from '@kgiton/sdk/webhooks';
import { expect } from 'vitest';
import { ROOT } from '../../../scripts/paths.js';
import { freePort } from '../../../scripts/ports.js';
import { serve } from '../../support/http-server.js';
import { isEndpoint } from '../readme/snippets.js';
import type { Block } from './documents.js';
import { type Environment, openTerminal, type Terminal } from './terminal.js';

/** Commands that go on, and what a reader waits for: what they print, or that something listens. */
const GOES_ON: readonly (readonly [RegExp, RegExp | 'handler'])[] = [
  [/npx @kgiton\/sandbox( --state state\.json)?$/, /http:\/\/127\.0\.0\.1:\d+/],
  [/npx @kgiton\/sandbox listen /, /Forwarding webhooks to/],
  [/npm start$/, /Ctrl-C stops them all/],
  [/npm run (shop|demo)$/, /Laundry shop on/],
  [/npx tsx webhook-handler\.mts$/, /Listening on/],
  [/npx tsx webhook\.mts$/, 'handler'],
];

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Blocks that are not typed here: why, and what shows that they work. */
const NOT_TYPED: readonly (readonly [RegExp, string])[] = [
  [/^git clone /, 'typed once, before all documents, with its npm ci'],
  [/npm ci && npm test$/, 'CI does so before it runs this test'],
  [/^CONTRACT_TARGET=/, "needs KGiTON's own server; npm test runs it on mock and sandbox"],
  [
    /^docker /,
    'scripts/release/test/image.test.ts does by hand what is in the Dockerfile; CI of pull requests has an engine',
  ],
  [/^npx @stoplight\/prism-cli/, 'test/end-to-end/readme and packages/docs/test/guides/mock.test.ts start it'],
];

/** Somebody who follows one document from its top to its end. */
export interface Reader extends AsyncDisposable {
  terminal: Terminal;
  ports: Ports;
  /** Does what a block says. Gives what it printed, or the reason for which it is not typed. */
  follow(block: Block, later: readonly Block[]): Promise<string>;
  /** What all commands that go on have printed so far. */
  heard(): string;
  /** As the customer, in the dashboard of the sandbox. */
  pay(transactionId: string): Promise<void>;
}

interface Ports {
  docs: number;
  mock: number;
  sandbox: number;
  handler: number;
}

/** @param isHandling whether a webhook handler of the reader's own runs already, for documents that speak to one */
export async function startReading(folder: string, environment: Environment, isHandling = false): Promise<Reader> {
  const [docs, mock, sandbox, free] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const own = isHandling
    ? await serve(createWebhookHandler({ secret: SECRET, onPaymentSuccess() {}, onError() {} }).node)
    : undefined;
  const ports = { docs, mock, sandbox, handler: own ? Number(new URL(own.url).port) : free };
  await mkdir(folder, { recursive: true });
  const terminal = openTerminal(folder, {
    ...environment,
    // The ports, by the variables that the documents name.
    DOCS_PORT: `${ports.docs}`,
    MOCK_PORT: `${ports.mock}`,
    SANDBOX_PORT: `${ports.sandbox}`,
    KGITON_SANDBOX_PORT: `${ports.sandbox}`,
    PORT: `${ports.handler}`,
  });
  const going: { output(): string }[] = [];
  const here = (code: string) =>
    code
      // Done by the command that cloned it.
      .replace(/^npm ci && /, '')
      .replaceAll('localhost:4020', `localhost:${ports.sandbox}`)
      .replaceAll('localhost:4010', `localhost:${ports.mock}`)
      .replaceAll(/localhost:3000|(?<=listen\()3000/g, (port) => port.replace('3000', `${ports.handler}`));

  return {
    terminal,
    ports,
    heard: () => going.map((command) => command.output()).join(''),
    async pay(transactionId) {
      const url = `http://localhost:${ports.sandbox}/_sandbox/payments/${transactionId}/pay`;
      const { status } = await fetch(url, { method: 'POST', headers: { 'x-api-key': 'kgiton_your_api_key_here' } });
      expect(status).toBe(200);
    },
    async follow({ language, code, saveAs }, later) {
      if (language === 'yaml') {
        await writeFile(join(terminal.folder, saveAs as string), here(code));
        return 'saved';
      }
      if (language === 'ts') {
        if (isEndpoint(code) && !saveAs) return 'test/end-to-end/readme/webhook-endpoints.test.ts runs it';
        const name = saveAs ?? 'program.mts';
        await writeFile(join(terminal.folder, name), here(code));
        if (later.some((block) => block.code.includes(`tsx ${name}`))) return 'saved';
        // The document does not say how: without npx, which takes longer than most of the programs.
        return terminal.type(`node --import '${tsx}' ${name}`);
      }
      const [, reason] = NOT_TYPED.find(([pattern]) => pattern.test(code.trim())) ?? [];
      if (reason) return reason;
      if (code.includes('tsx webhook-handler.mts')) await copyHandler(terminal.folder);
      const [, until] = GOES_ON.find(([pattern]) => pattern.test(code.trim())) ?? [];
      if (!until) return terminal.type(here(code));
      // What runs is stopped before something else takes its ports, as the README says.
      if (/npm run demo|--state/.test(code)) await terminal.stopAll();
      const command = await terminal.start(here(code), until === 'handler' ? ports.handler : until);
      going.push(command);
      return command.output();
    },
    async [Symbol.asyncDispose]() {
      await terminal[Symbol.asyncDispose]();
      await own?.[Symbol.asyncDispose]();
    },
  };
}

const SECRET = 'whsec_test_kgiton';

/** The handler that the quickstart has copied from the webhooks guide. */
async function copyHandler(folder: string): Promise<void> {
  const sample = await readFile(join(ROOT, 'openapi/samples/payment-success/with-package/webhook-handler.mts'), 'utf8');
  await writeFile(join(folder, 'webhook-handler.mts'), sample);
}
