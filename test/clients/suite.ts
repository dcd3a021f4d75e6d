import { cp, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/paths.js';
import { type Command, describeWithTools } from '../support/describe-with-tools.js';
import { callsOf, cases, expectedOf } from './cases.js';
import { complain, type Printed, run, type Subject } from './commands.js';
import { type CaseServer, startCaseServer } from './server.js';
import { createWorkFolder, type WorkFolder } from './toolchain.js';

/** A client that a generator makes, and the program that uses it. */
export interface GeneratedClient {
  generator: string;
  /** What generates it, in a folder with the documents. */
  generate: string;
  /** What is laid beside it before it is compiled: files of `programs/` or `toolchain/`, and their names there. */
  files: Record<string, string>;
  /** Compiles client and program; prints nothing but warnings. */
  build: string;
  /** Runs the program; the URL of the server comes after it. */
  run: string;
  /** Whose npm packages are installed beside it; without it, those of this repository. */
  nodeModules?: string;
  /** Warnings that are known, each with the reason why it is harmless. */
  known?: Readonly<Record<string, RegExp>>;
}

const MINUTES = 60_000;
const DOCUMENTS = dirname(fileURLToPath(import.meta.resolve('@kgiton/contract/openapi.yaml')));
const HERE = fileURLToPath(new URL('.', import.meta.url));

/**
 * The client, and the same generated from the document itself instead of the one that is OpenAPI 3.0.
 *
 * @param option what the command needs for that
 */
export function fromBoth(client: GeneratedClient, option = ''): GeneratedClient[] {
  const generate = `${client.generate.trim().replace('openapi-3.0.yaml', 'openapi.yaml')} ${option}`;
  return [client, { ...client, generator: `${client.generator}, from OpenAPI 3.1`, generate }];
}

/** Generates, compiles and runs each client of a language. */
export function describeClients(
  language: string,
  tools: readonly Command[],
  clients: readonly GeneratedClient[],
): void {
  describeWithTools(`the clients that are generated for ${language}`, tools, () => {
    let server: CaseServer;
    beforeAll(async () => {
      server = await startCaseServer();
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    for (const client of clients) {
      describe(client.generator, () => {
        const subject = { generator: client.generator, language };
        let folder: WorkFolder;
        beforeAll(async () => {
          folder = await createWorkFolder();
          await symlink(client.nodeModules ?? join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
          for (const name of ['openapi.yaml', 'openapi-3.0.yaml']) {
            await cp(join(DOCUMENTS, name), join(folder.path, name));
          }
        });
        afterAll(() => folder?.[Symbol.asyncDispose]());

        test('generates a client from the document, without a warning', { timeout: 3 * MINUTES }, async () => {
          const printed = await run(subject, client.generate, folder.path, { timeout: 2.5 * MINUTES });
          lookAtWarnings(subject, client.generate, printed, client.known);
        });

        test('the client compiles, without a warning', { timeout: 9 * MINUTES }, async () => {
          for (const [source, target] of Object.entries(client.files)) {
            await mkdir(dirname(join(folder.path, target)), { recursive: true });
            await cp(join(HERE, source), join(folder.path, target));
          }
          const printed = await run(subject, client.build, folder.path, { timeout: 8 * MINUTES });
          lookAtLines(subject, client.build, printed.stdout + printed.stderr, client.known);
        });

        describe('the client', () => {
          let outcomes: Map<string, unknown>;
          let expected: Map<string, unknown>;
          let sent: Record<string, unknown>[];
          beforeAll(async () => {
            const key = `kgiton_${language}_${client.generator}`.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
            await server.generatePayments(key);
            server.takeExchanges(); // Of a program that failed.
            const command = `${client.run} ${server.url}`;
            const printed = await run(subject, command, folder.path, { input: callsOf(key), timeout: MINUTES });
            lookAtLines(subject, command, printed.stderr, client.known);
            const lines = printed.stdout.trim().split('\n');
            outcomes = new Map(lines.map((line) => JSON.parse(line)).map(({ name, ...outcome }) => [name, outcome]));
            const exchanges = server.takeExchanges();
            sent = exchanges.map(({ request }) => request);
            expected = expectedOf(exchanges);
          }, 2 * MINUTES);

          for (const { name, does } of cases) {
            test(does, () => {
              expect(expected.get(name), `what the server returned for ${name}`).toBeDefined();
              expect(outcomes.get(name)).toEqual(expected.get(name));
            });
          }

          test('sends each call once, and leaves out what was not set', () => {
            expect(sent).toHaveLength(cases.length);
            expect(sent.flatMap((request) => Object.values(request)).filter((value) => value === null)).toEqual([]);
          });
        });
      });
    }
  });
}

/** Looks at what sounds like a warning among much else. */
function lookAtWarnings(subject: Subject, command: string, { stdout, stderr }: Printed, known = {}): void {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /\b(warn|warning|error|deprecated)\b/i.test(line));
  lookAtLines(subject, command, lines.join('\n'), known);
}

/** Lets pass only lines that are known. */
function lookAtLines(
  subject: Subject,
  command: string,
  output: string,
  known: Readonly<Record<string, RegExp>> = {},
): void {
  const unknown = output
    .split('\n')
    .filter((line) => line.trim() !== '' && !Object.values(known).some((pattern) => pattern.test(line)));
  if (unknown.length > 0) complain(subject, command, 'a warning that is not a known one', unknown.join('\n'));
}
