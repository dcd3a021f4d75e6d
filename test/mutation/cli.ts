// Applies small faults to copies of the document and to a server's answers, and runs the contract suite on each: every
// fault has to make some test fail, and without a fault none may.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LICENSE_KEYS, startSandbox } from '@kgiton/sandbox';
import { DOCUMENT_JSON } from '../../scripts/paths.js';
import { startPrism } from '../../scripts/prism.js';
import { rawDocument } from '../support/document.js';
import { type Fault, startFaultProxy } from '../support/fault-proxy.js';
import { answerFaults, decisionFaults } from './answer-faults.js';
import { documentFaults } from './document-faults.js';
import { runSuite } from './run-suite.js';

interface Mutant {
  name: string;
  /** Whether the suite has to fail. The others are controls: the same way of running, without a fault. */
  isFaulty: boolean;
  /** Sets it up, and calls `run` with what the suite is to be told. */
  setUp(run: (environment: Record<string, string>) => Promise<void>): Promise<void>;
}

const folder = await mkdtemp(join(tmpdir(), 'kgiton-mutation-'));
const prism = await startPrism({ document: DOCUMENT_JSON, logLevel: 'silent' });
const server = await startSandbox({ port: 0 });
const unchanged: Fault = (answer) => answer;

const mutants: Mutant[] = [
  ofDocument('no fault in the document', () => {}, false),
  ofMock('no fault in the answers of the mock', unchanged, false),
  ofServer('no fault in the answers of a server', unchanged, false),
  ...documentFaults.map(({ name, apply }) => ofDocument(name, apply)),
  ...Object.entries(answerFaults).map(([name, fault]) => ofMock(name, fault)),
  ...Object.entries(decisionFaults).map(([name, fault]) => ofServer(name, fault)),
];

let caught = 0;
let wrong = 0;
const queue = [...mutants];
try {
  // Each run has a server and a few workers of its own: two at a time keep a small machine busy.
  await Promise.all([work(), work()]);
} finally {
  await Promise.all([prism.stop(), server[Symbol.asyncDispose](), rm(folder, { recursive: true, force: true })]);
}
const total = mutants.filter(({ isFaulty }) => isFaulty).length;
console.log(`\nmutation check: caught ${caught} of ${total} faults`);
process.exitCode = wrong > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    const { name, isFaulty } = mutant;
    await mutant.setUp(async (environment) => {
      const { passed, failed, firstFailure } = await runSuite(environment);
      const isRight = isFaulty ? failed > 0 : failed === 0 && passed > 0;
      if (isRight && isFaulty) caught += 1;
      if (!isRight) wrong += 1;
      const verdict = isFaulty ? (failed > 0 ? 'caught' : 'MISSED') : isRight ? 'passes' : 'FAILS';
      console.log(`${verdict}  ${name}${firstFailure ? `\n        by: ${firstFailure}` : ''}`);
    });
  }
}

function ofDocument(name: string, apply: (document: typeof rawDocument) => void, isFaulty = true): Mutant {
  return {
    name,
    isFaulty,
    async setUp(run) {
      const document = structuredClone(rawDocument);
      apply(document);
      if (isFaulty && JSON.stringify(document) === JSON.stringify(rawDocument))
        throw new Error(`"${name}" changes nothing.`);
      const file = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
      await writeFile(file, JSON.stringify(document));
      await run({ CONTRACT_DOCUMENT: file });
    },
  };
}

function ofMock(name: string, fault: Fault, isFaulty = true): Mutant {
  return ofAnswers(name, prism.url, fault, isFaulty, { CONTRACT_KIND: 'mock' });
}

function ofServer(name: string, fault: Fault, isFaulty = true): Mutant {
  return ofAnswers(name, server.url, fault, isFaulty, { CONTRACT_LICENSE_KEY: LICENSE_KEYS[0]?.key ?? '' });
}

function ofAnswers(
  name: string,
  upstream: string,
  fault: Fault,
  isFaulty: boolean,
  environment: Record<string, string>,
): Mutant {
  return {
    name,
    isFaulty,
    async setUp(run) {
      await using proxy = await startFaultProxy(upstream, fault);
      await run({ ...environment, CONTRACT_TARGET: proxy.url });
    },
  };
}
