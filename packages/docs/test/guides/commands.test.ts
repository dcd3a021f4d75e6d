import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../../scripts/paths.js';
import { LANGUAGES, type Language } from '../../src/languages.js';
import { expectations } from './expectations.js';
import { blocksIn, pages, pagesFor } from './pages.js';
import { type Reader, startReading } from './reader.js';
import { describeWithShell } from './shell.js';

const isRun = ({ language, isMarked }: { language: string; isMarked: boolean }) => language === 'sh' && !isMarked;

/** What is marked `no-run`: why, and what shows that it works all the same. */
const MARKED = {
  'quickstart#start': 'clones the repository and installs: test/end-to-end/first-steps types it',
  'quickstart#start/3': 'installs, then listens until it is stopped: test/end-to-end/first-steps types it',
  'quickstart#without-node': 'needs a container engine: compose.test.ts does by hand what it does',
  'quickstart#without-node/2': 'listens until it is stopped: scripts/release/test starts the program',
  'quickstart#webhook': 'listens until it is stopped: test/end-to-end/first-steps types it',
  'quickstart#webhook/2': 'listens until it is stopped: test/end-to-end/samples starts the handler so',
  'quickstart#webhook/3': 'listens until it is stopped: test/end-to-end/samples starts the handler so',
  'quickstart#webhook/4': 'listens until it is stopped: test/end-to-end/samples compiles and starts the handler',
  'quickstart#webhook/5': 'listens until it is stopped: test/end-to-end/samples compiles and starts the handler',
  'quickstart#sdk': 'runs a file that the reader has saved: test/end-to-end/first-steps saves and runs it',
  'quickstart#sdk/2': 'runs a file that the reader has saved: quickstart-languages.test.ts saves and runs it',
  'quickstart#sdk/3': 'runs a file that the reader has saved: quickstart-languages.test.ts saves and runs it',
  'quickstart#sdk/4': 'runs a file that the reader has saved: quickstart-languages.test.ts saves and runs it',
  'quickstart#sdk/5': 'runs a file that the reader has saved: quickstart-languages.test.ts saves and runs it',
  'testing#without-node': 'needs a container engine: compose.test.ts does by hand what it does',
  'testing#test-recipes': "needs the file in the reader's folder: test/end-to-end/recipes starts each recipe so",
  'testing#test-recipes/2': 'needs a container engine: test/end-to-end/recipes uses a sandbox that runs',
  'testing#listen':
    'listens until it is stopped: packages/sandbox/test/listen.test.ts and test/end-to-end/first-steps start it',
  'testing#handler/2': 'needs a test system that tells counts; check-webhook-count.test.ts has one',
  'testing#mock': 'listens until it is stopped: mock.test.ts starts it',
  'libraries#sdk': 'installs from npm: test/compatibility/packaging.test.ts installs what would be published',
  ...Object.fromEntries(
    blocksIn('sh', 'en')
      .map(({ place }) => place)
      .filter((place) => /^libraries#(php|python|go|java|kotlin|rust|typescript)\b/.test(place))
      .map((place) => [place, 'needs a generator that has to be installed: test/clients runs it']),
  ),
  'frameworks#check': 'needs a handler that the reader has started: test/compatibility/frameworks does the same',
  'woocommerce#check': 'needs a shop of the reader: test/compatibility/frameworks does the same',
};

test('every command of the guides has an expectation', () => {
  for (const { markdown, blocks } of pages) {
    expect(blocks.filter(({ language }) => language === 'sh')).toHaveLength(markdown.match(/```sh\b/g)?.length ?? 0);
  }
  const places = blocksIn('sh', 'en')
    .filter(isRun)
    .map(({ place }) => place);
  expect(places.sort()).toEqual(Object.keys(expectations).sort());
});

// What is run below in one language is so shown to work in both.
test('both languages show the same commands, programs and documents', () => {
  const blocks = (language: Language) =>
    pages.filter((page) => page.language === language).map(({ slug, blocks }) => ({ slug, blocks }));
  expect(blocks('id')).toEqual(blocks('en'));
});

test('every command that is not run is listed with a reason', () => {
  for (const language of LANGUAGES) {
    const marked = blocksIn('sh', language).filter(({ isMarked }) => isMarked);
    expect(marked.map(({ place }) => place)).toEqual(Object.keys(MARKED));
  }
});

test('everything that the guides install from npm is a publishable package of this repository', async () => {
  const commands = (await pagesFor('registry')).flatMap(({ blocks }) =>
    blocks.filter(({ language }) => language === 'sh'),
  );
  const installs = commands.flatMap(({ code }) => [...code.matchAll(/^npm install (?:--save-dev )?(\S+)$/gm)]);
  expect(installs).not.toEqual([]);
  for (const [, name = ''] of installs) {
    const manifest = join(ROOT, 'node_modules', name, 'package.json');
    expect(await realpath(manifest)).toMatch(/packages\/\w+\/package\.json$/);
    expect(JSON.parse(await readFile(manifest, 'utf8'))).not.toHaveProperty('private');
  }
});

describeWithShell('who types the commands of a guide, from its top to its end', () => {
  for (const page of pages.filter(({ language, blocks }) => language === 'en' && blocks.some(isRun))) {
    describe(page.slug, () => {
      let reader: Reader;
      beforeAll(async () => {
        reader = await startReading(page);
      });
      afterAll(() => reader?.[Symbol.asyncDispose]());

      for (const { place, code } of page.blocks.filter(isRun)) {
        const expected = expectations[place];
        test(`the command at ${place} ${expected?.does}`, async () => {
          const output = await reader.type(code);
          if (!expected?.isError) expect(output).not.toMatch(/"success": ?false/);
          await expected?.check(output, reader);
        });
      }
    });
  }
});
