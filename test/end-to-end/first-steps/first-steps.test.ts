import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLONE, expandPackages, PACKED, type PackageSource } from '../../../packages/docs/src/packages.js';
import { NPM_PACKAGES } from '../../../scripts/generate/files.js';
import { type Computer, newComputer } from './clone.js';
import { blocksOf, DOCUMENTS, readDocument } from './documents.js';
import { type Reader, startReading } from './reader.js';
import { hasRegistry, type Registry, startRegistry } from './registry.js';
import { type Environment, openTerminal } from './terminal.js';

/** They install everything a few times over, which takes minutes: CI does it, and whoever asks for it. */
const isWanted = Boolean(process.env.CI || process.env.FIRST_STEPS);

const LONG = 300_000;

/** What a reader of a document has in the end, beside that every block did what it says. */
const outcomes: Readonly<Record<string, (reader: Reader) => Promise<unknown>>> = {
  'README.md': async (reader) => {
    await reader.pay('TRX-2026-001');
    await expect.poll(reader.heard).toMatch(/^Paid: TRX-2026-001 50000$/m);
  },
  'quickstart (en)': hasHeardOfAll,
  'quickstart (id)': hasHeardOfAll,
  'packages/sdk/README.md': (reader) => reader.pay('TRX-2026-001'),
  'examples/laundry-shop/README.md': async ({ ports }) => {
    const page = await fetch(`http://localhost:${ports.handler}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Laundry');
  },
};

async function hasHeardOfAll(reader: Reader): Promise<void> {
  await reader.pay('QUICKSTART-3');
  for (const id of ['QUICKSTART-2', 'TRX-2026-001', 'QUICKSTART-3']) {
    await expect.poll(reader.heard).toMatch(new RegExp(`^Paid: ${id} 50000$`, 'm'));
  }
  expect(reader.heard().match(/^Paid: /gm)).toHaveLength(3);
}

/** What blocks print, by what they begin with. */
const prints: readonly (readonly [RegExp, RegExp])[] = [
  [/^npx tsx (pay|quickstart)\.mts$/, /^Scan http:\S+\.png before 20\S+Z$/m],
  [/^curl -i http:\/\/localhost:4010/, /^HTTP\/1.1 402/m],
  [/^npx @kgiton\/sandbox trigger/, /^Acknowledged: 200 /],
];

let computer: Computer;
const clone = () => join(computer.home, CLONE);
beforeAll(async () => {
  computer = await newComputer();
  await using terminal = openTerminal(computer.home, computer.environment);
  await terminal.type(expandPackages('{{clone}}', 'clone'));
}, LONG);
afterAll(() => computer?.[Symbol.asyncDispose]());

describe.skipIf(!isWanted)('who clones the repository', () => {
  for (const name of DOCUMENTS) {
    const isInClone = ['README.md', 'packages/docs/README.md', 'examples/laundry-shop/README.md'].includes(name);
    describeReading(name, 'clone', async () => {
      if (isInClone) await asCloned();
      return { folder: isInClone ? clone() : await newFolder('clone', name), environment: computer.environment };
    });
  }
});

describe.skipIf(!isWanted || (!hasRegistry && !process.env.CI))('who gets the packages from a registry', () => {
  let registry: Registry;
  let environment: Environment;
  beforeAll(async () => {
    registry = await startRegistry(join(computer.home, 'registry'));
    environment = { ...computer.environment, ...registry.environment };
    if (process.env.RELEASE_TARBALLS) return;
    await using terminal = openTerminal(clone(), computer.environment);
    await terminal.type('npm run generate -- --packages registry && npm run pack && git checkout --quiet .');
  }, LONG);
  afterAll(() => registry?.[Symbol.asyncDispose]());

  test(
    'publishes what is packed, once',
    async () => {
      await using terminal = openTerminal(clone(), environment);
      // A release has its tarballs made before, and lets exactly those be tested.
      const tarballs = process.env.RELEASE_TARBALLS ?? PACKED;
      for (const times of [1, 2]) {
        const output = await terminal.type(
          `node --import tsx scripts/release/publish.ts ${tarballs} --provenance=false`,
        );
        expect(output.match(/is already published/g) ?? []).toHaveLength(times === 1 ? 0 : NPM_PACKAGES.length);
      }
    },
    LONG,
  );

  for (const name of DOCUMENTS.filter((each) => !['README.md', 'packages/docs/README.md'].includes(each))) {
    describeReading(name, 'registry', async () => {
      const isExample = name.startsWith('examples/');
      if (isExample) await rm(join(computer.home, 'my-laundry'), { recursive: true, force: true });
      return { folder: isExample ? clone() : await newFolder('registry', name), environment };
    });
  }
});
if (!isWanted) {
  console.warn('skipped: first steps from a clone and from a registry (minutes; FIRST_STEPS=1 types them)');
} else if (!hasRegistry && !process.env.CI) {
  console.warn(
    'skipped: first steps from a registry (npm ci --prefix test/end-to-end/first-steps/toolchain --ignore-scripts)',
  );
}

interface Place {
  folder: string;
  environment: Environment;
}

/** Types a document from its top to its end. */
async function describeReading(name: string, packages: PackageSource, place: () => Promise<Place>): Promise<void> {
  describe(`and reads ${name}`, async () => {
    const blocks = blocksOf(await readDocument(name, packages));
    let reader: Reader;
    beforeAll(async () => {
      const { folder, environment } = await place();
      reader = await startReading(folder, environment, name === 'packages/sandbox/README.md');
    }, LONG);
    afterAll(() => reader?.[Symbol.asyncDispose]());

    for (const [index, block] of blocks.entries()) {
      const first = block.code.trimStart().split('\n')[0];
      test(
        `line ${block.line}: ${first}`,
        async () => {
          const output = await reader.follow(block, blocks.slice(index + 1)).catch((error: Error) => {
            throw new Error(`${name}, line ${block.line}: ${error.message}`);
          });
          const [, wanted] = prints.find(([pattern]) => pattern.test(block.code.trim())) ?? [];
          if (wanted) expect(output, `${name}, line ${block.line}`).toMatch(wanted);
          if (!block.code.includes('Prefer:')) expect(output).not.toMatch(/"success": ?false/);
        },
        LONG,
      );
    }

    const outcome = outcomes[name];
    if (outcome) test('and ends with what the document promises', () => outcome(reader));
  });
}

/** Takes away what was built, but not what is installed: as right after `npm ci`. */
async function asCloned(): Promise<void> {
  await using terminal = openTerminal(clone(), computer.environment);
  await terminal.type('git clean -xdfq -e node_modules');
}

/** Where somebody starts to read: a project of their own, or, for the quickstart, which makes one, beside the clone. */
async function newFolder(packages: PackageSource, name: string): Promise<string> {
  if (name.startsWith('quickstart')) {
    await rm(join(computer.home, 'kgiton-quickstart'), { recursive: true, force: true });
    return computer.home;
  }
  const folder = join(computer.home, `${packages}-${name.replaceAll(/\W+/g, '-')}`);
  await mkdir(folder);
  return folder;
}
