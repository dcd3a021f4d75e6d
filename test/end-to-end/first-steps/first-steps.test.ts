import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CLONE, expandPackages, PACKED, type PackageSource } from '../../../packages/docs/src/packages.js';
import { NPM_PACKAGES } from '../../../scripts/generate/files.js';
import { type Computer, newComputer } from './clone.js';
import { blocksOf, PACKAGE_READMES, QUICKSTARTS, readDocument } from './documents.js';
import { type Reader, startReading } from './reader.js';
import { hasRegistry, type Registry, startRegistry } from './registry.js';
import { type Environment, openTerminal } from './terminal.js';

// Three readers work at the same time: one in the clone, one beside it, and one who gets the packages from a registry. What
// two of them would type alike, one of them types; package-source.test.ts shows that it is alike.

/** They install everything a few times over, which takes minutes: CI does it, and whoever asks for it. */
const isWanted = Boolean(process.env.CI || process.env.FIRST_STEPS);

const LONG = 300_000;

/** What a reader of a document has in the end, beside that every block did what it says. */
const outcomes: Readonly<Record<string, (reader: Reader) => Promise<unknown>>> = {
  'README.md': async (reader) => {
    await reader.pay('TRX-2026-001');
    await hasHeard(reader, 'TRX-2026-001');
  },
  'quickstart (en)': async (reader) => {
    await reader.pay('QUICKSTART-3');
    for (const id of ['QUICKSTART-2', 'TRX-2026-001', 'QUICKSTART-3']) await hasHeard(reader, id);
    expect(reader.heard().match(/^Paid: /gm)).toHaveLength(3);
  },
  'packages/sdk/README.md': (reader) => reader.pay('TRX-2026-001'),
  'examples/laundry-shop/README.md': async ({ ports }) => {
    const page = await fetch(`http://localhost:${ports.handler}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Laundry');
  },
};

/** `expect.poll` does not know to which of several tests at the same time it belongs. */
function hasHeard(reader: Reader, id: string): Promise<void> {
  const paid = new RegExp(`^Paid: ${id} 50000$`, 'm');
  return vi.waitFor(() => expect(reader.heard()).toMatch(paid), { timeout: 15_000 });
}

/** What blocks print, by what they begin with. */
const prints: readonly (readonly [RegExp, RegExp])[] = [
  [/^npx tsx (pay|quickstart)\.mts$/, /^Scan http:\S+\.png before 20\S+Z$/m],
  [/^curl -i http:\/\/localhost:4010/, /^HTTP\/1.1 402/m],
  [/^npx @kgiton\/sandbox trigger/, /^Acknowledged: 200 /],
];

let computer: Computer;
const at = (...path: string[]) => join(computer.home, ...path);
const type = async (code: string, folder = at(CLONE), environment = computer.environment) => {
  await using terminal = openTerminal(folder, environment);
  return terminal.type(code);
};

/** The tarballs for the registry, beside the clone. A release has its own made before, and lets exactly those be tested. */
const tarballs = () => process.env.RELEASE_TARBALLS ?? at('for-registry');

let packedForRegistry: Promise<unknown>;
beforeAll(async () => {
  if (!isWanted) return;
  computer = await newComputer();
  await type(expandPackages('{{clone}}', 'clone'), computer.home);
  // Whoever works in the clone packs again.
  await cp(at(CLONE, PACKED), at('beside', CLONE, PACKED), { recursive: true });
  packedForRegistry =
    process.env.RELEASE_TARBALLS || !hasRegistry
      ? Promise.resolve()
      : type(
          `npm run generate -- --packages registry && npm run pack && git checkout --quiet . && cp -r ${PACKED} ${tarballs()}`,
        );
}, LONG);
afterAll(() => computer?.[Symbol.asyncDispose]());

describe.skipIf(!isWanted).concurrent('who works in the clone', () => {
  beforeAll(async () => {
    await packedForRegistry;
    // As right after `npm ci`.
    await type('git clean -xdfq -e node_modules');
  }, LONG);

  for (const name of ['README.md', 'examples/laundry-shop/README.md']) {
    describeReading(name, 'clone', async () => ({ folder: at(CLONE), environment: computer.environment }));
  }
});

describe.skipIf(!isWanted).concurrent('who has packed a clone', () => {
  for (const name of [QUICKSTARTS[0], 'packages/mcp/README.md']) {
    describeReading(name, 'clone', async () => ({
      folder: await newFolder('beside', name),
      environment: computer.environment,
    }));
  }
});

describe
  .skipIf(!isWanted || (!hasRegistry && !process.env.CI))
  .concurrent('who gets the packages from a registry', () => {
    let registry: Registry;
    let environment: Environment;
    beforeAll(async () => {
      registry = await startRegistry(at('registry'));
      environment = { ...computer.environment, ...registry.environment };
      await packedForRegistry;
    }, LONG);
    afterAll(() => registry?.[Symbol.asyncDispose]());

    test.sequential(
      'publishes what is packed, once',
      async () => {
        for (const times of [1, 2]) {
          const output = await type(
            `node --import tsx scripts/release/publish.ts ${tarballs()} --provenance=false`,
            at(CLONE),
            environment,
          );
          expect(output.match(/is already published/g) ?? []).toHaveLength(times === 1 ? 0 : NPM_PACKAGES.length);
        }
      },
      LONG,
    );

    for (const name of [QUICKSTARTS[0], ...PACKAGE_READMES]) {
      describeReading(name, 'registry', async () => ({ folder: await newFolder('reader', name), environment }));
    }
    describeReading('examples/laundry-shop/README.md', 'registry', async () => {
      const example = 'examples/laundry-shop';
      await cp(at(CLONE, example), at('reader', CLONE, example), { recursive: true });
      return { folder: at('reader', CLONE), environment };
    });
  });

if (!isWanted) {
  console.warn('skipped: first steps from a clone and from a registry (minutes; FIRST_STEPS=1 types them)');
} else if (!hasRegistry && !process.env.CI) {
  console.warn(
    'skipped: first steps from a registry, with the READMEs of the packages (npm ci --prefix test/end-to-end/first-steps/toolchain --ignore-scripts)',
  );
}

interface Place {
  folder: string;
  environment: Environment;
}

/** Types a document from its top to its end. */
function describeReading(name: string, packages: PackageSource, place: () => Promise<Place>): void {
  describe.sequential(`and reads ${name}`, async () => {
    const blocks = blocksOf(await readDocument(name, packages)).filter(
      // Does the same whatever the source of packages, in the clone.
      ({ code }) => packages === 'clone' || !/npm run shop$/.test(code.trim()),
    );
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

/** Where somebody starts to read: a project of their own, or, for the quickstart, which makes one, the folder for it. */
async function newFolder(parent: string, name: string): Promise<string> {
  const folder = name.startsWith('quickstart') ? at(parent) : at(parent, name.replaceAll(/\W+/g, '-'));
  await mkdir(folder, { recursive: true });
  return folder;
}
