// Applies small mutations to copies of the document and to the responses of a server, and runs the contract checks on
// each mutant: each has to fail some check, and what is not mutated none.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LICENSE_KEYS, type RunningSandbox, startSandbox } from '@kgiton/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCUMENT_JSON } from '../../scripts/paths.js';
import { type Prism, startPrism } from '../../scripts/prism.js';
import { type Subject, subjectOf } from '../contract/checks/check.js';
import { CHECK_GROUPS } from '../contract/checks/index.js';
import { validatingProxy } from '../contract/checks/validating-proxy.js';
import { contract, type Document, readContract } from '../support/document.js';
import { type Mutation, startMutatingProxy } from '../support/mutating-proxy.js';
import type { Target } from '../support/target.js';
import { documentMutants } from './document-mutants.js';
import { decisionMutants, responseMutants } from './response-mutants.js';

// Whether Prism reports what breaks the contract is held to both targets by the contract suite. No mutant needs it, and a
// proxy takes seconds to start.
const GROUPS = CHECK_GROUPS.filter((group) => group !== validatingProxy);
const serverMutants = { ...responseMutants, ...decisionMutants };
const total = [documentMutants, Object.keys(responseMutants), Object.keys(serverMutants)].flat().length;
const unchanged: Mutation = (response) => response;
const caught: string[] = [];
let prism: Prism;
let sandbox: RunningSandbox;

beforeAll(async () => {
  prism = await startPrism({ document: DOCUMENT_JSON, logLevel: 'silent' });
  sandbox = await startSandbox({ port: 0 });
});
afterAll(async () => {
  await Promise.all([prism?.stop(), sandbox?.close()]);
  console.log(`${caught.join('\n')}\n\nmutation check: caught ${caught.length} of ${total} mutants`);
});

describe('nothing fails on what is not mutated:', () => {
  test('the document', async () => {
    await using subject = await documentSubject(contract.raw);
    expect(await firstFailure(subject)).toBeUndefined();
  });

  test('the responses of a mock', () => ofMock(unchanged, expectNoFailure));

  test('the responses of a server', () => ofServer(unchanged, expectNoFailure));
});

describe('a document is caught where', () => {
  test.each(documentMutants)('$name', async ({ name, apply }) => {
    const document = structuredClone(contract.raw);
    apply(document);
    expect(document, 'the mutant changes nothing').not.toEqual(contract.raw);
    // A mock of the mutant takes seconds to start, and few mutants need one.
    await using alone = subjectOf(readContract(document), target(prism.url, 'mock'));
    const failure = await firstFailure(
      alone,
      GROUPS.filter(({ appliesTo }) => !appliesTo),
    );
    if (failure) return expectCaught(name, failure);
    await using served = await documentSubject(document);
    expectCaught(name, await firstFailure(served));
  });
});

describe('a mock is caught where', () => {
  test.each(Object.entries(responseMutants))('%s', (name, mutation) =>
    ofMock(mutation, async (subject) => expectCaught(name, await firstFailure(subject))),
  );
});

// The mock is held to its examples, a server to the schemas and to what it must decide.
describe('a server is caught where', () => {
  test.each(Object.entries(serverMutants))('%s', (name, mutation) =>
    ofServer(mutation, async (subject) => expectCaught(name, await firstFailure(subject))),
  );
});

function expectCaught(name: string, by: string | undefined): void {
  if (!by) throw new Error(`No check fails on this mutant: ${name}.`);
  caught.push(`caught  ${name}\n        by: ${by}`);
}

async function expectNoFailure(subject: Subject): Promise<void> {
  expect(await firstFailure(subject)).toBeUndefined();
}

/** The name of the first check that fails. */
async function firstFailure(subject: Subject, groups = GROUPS): Promise<string | undefined> {
  for (const { name, appliesTo, checks } of groups) {
    if (!(appliesTo?.(subject.target) ?? true)) continue;
    for (const check of checks(subject)) {
      try {
        await check.run();
      } catch (error) {
        if (!isAssertion(error)) throw error;
        return `${name} ${check.name}`;
      }
    }
  }
  return undefined;
}

/** A broken harness must not be taken for a mutant that was caught. */
function isAssertion(error: unknown): error is Error {
  return error instanceof Error && error.name === 'AssertionError';
}

async function documentSubject(document: Document): Promise<Subject> {
  const folder = await mkdtemp(join(tmpdir(), 'kgiton-mutation-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const mock = await startPrism({ document: file, logLevel: 'silent' });
  const subject = subjectOf(readContract(document), target(mock.url, 'mock'), file);
  return {
    ...subject,
    async [Symbol.asyncDispose]() {
      await subject[Symbol.asyncDispose]();
      await mock.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function ofMock(mutation: Mutation, use: (subject: Subject) => Promise<void>): Promise<void> {
  return behindProxy(prism.url, mutation, 'mock', use);
}

function ofServer(mutation: Mutation, use: (subject: Subject) => Promise<void>): Promise<void> {
  return behindProxy(sandbox.url, mutation, 'server', use);
}

async function behindProxy(
  upstream: string,
  mutation: Mutation,
  kind: Target['kind'],
  use: (subject: Subject) => Promise<void>,
): Promise<void> {
  await using proxy = await startMutatingProxy(upstream, mutation);
  await using subject = subjectOf(contract, target(proxy.url, kind));
  await use(subject);
}

function target(url: string, kind: Target['kind']): Target {
  const apiKey = contract.document.components.securitySchemes.ApiKey['x-example'];
  return { url, kind, apiKey, licenseKey: kind === 'server' ? LICENSE_KEYS[0]?.key : undefined, isLocal: true };
}
