import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { blockAt, pages } from '../../packages/docs/test/guides/pages.js';

/** The code that the guide shows of a client, and the program that it is of. */
const SHOWN: readonly [place: string, language: string, program: string][] = [
  ['php', 'php', 'php/openapi-generator.php'],
  ['python', 'python', 'python/openapi-generator.py'],
  ['go', 'go', 'go/oapi-codegen.go'],
  ['java', 'java', 'java/OpenApiGeneratorNative.java'],
  ['java/2', 'java', 'java/OpenApiGeneratorRestClient.java'],
  ['kotlin', 'kotlin', 'kotlin/Main.kt'],
  ['rust', 'rust', 'rust/main.rs'],
  ['typescript', 'typescript', 'typescript/hey-api.mts'],
];

const linesOf = (code: string) => code.split('\n').map((line) => line.trim());

describe('the code that the guide shows of a generated client', () => {
  test.each(SHOWN)('%s is of the program that is run here', async (place, language, program) => {
    const source = await readFile(new URL(`programs/${program}`, import.meta.url), 'utf8');
    expect(linesOf(source)).toEqual(expect.arrayContaining(linesOf(blockAt(`libraries#${place}`, language).code)));
  });
});

test('the guide names the versions of the generators that are run', async () => {
  const [install, requirements] = await Promise.all(
    ['install.sh', 'requirements.txt'].map((file) => readFile(new URL(`toolchain/${file}`, import.meta.url), 'utf8')),
  );
  const versions = [
    /^version=(\S+)$/m.exec(install ?? '')?.[1],
    /^openapi-python-client==(\S+)$/m.exec(requirements ?? '')?.[1],
  ];
  for (const { markdown } of pages.filter(({ slug }) => slug === 'libraries')) {
    for (const version of versions) expect(markdown).toContain(version);
  }
});
