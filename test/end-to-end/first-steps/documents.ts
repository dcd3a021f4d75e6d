import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expandDirectives } from '../../../packages/docs/src/directives/index.js';
import type { Language } from '../../../packages/docs/src/languages.js';
import { readLocale } from '../../../packages/docs/src/locale.js';
import { CLONE, PACKED, type PackageSource } from '../../../packages/docs/src/packages.js';
import { NPM_PACKAGES, READMES } from '../../../scripts/generate/files.js';
import { packageVersion } from '../../../scripts/generate/generate.js';
import { readmeTemplate, renderReadme } from '../../../scripts/generate/render-readme.js';
import { DOCUMENT_JSON, ROOT } from '../../../scripts/paths.js';

/** Something to type: a command, or a program to save. */
export interface Block {
  language: 'sh' | 'ts' | 'yaml';
  code: string;
  /** The number of its first line in the document. */
  line: number;
  /** The name under which the text before it says to save it. */
  saveAs: string | undefined;
}

/** The quickstart in both languages, which have the same blocks. */
export const QUICKSTARTS = ['quickstart (en)', 'quickstart (id)'] as const;

/**
 * The READMEs of packages. That of the shared store needs a Redis, and those of PHP, Python, Go and Java their tools: tests
 * of their own type what they say.
 */
export const PACKAGE_READMES = NPM_PACKAGES.filter((name) => name !== 'sandbox-redis').map(
  (name) => `packages/${name}/README.md`,
);

/** The text of a document, as it reads for those who have the packages from a clone or from npm. */
export async function readDocument(name: string, packages: PackageSource): Promise<string> {
  const [, language] = /^quickstart \((\w+)\)$/.exec(name) ?? [];
  if (language) {
    const locale = await readLocale(language as Language, { packages });
    const source = locale.guides.find(({ slug }) => slug === 'quickstart')?.source ?? '';
    return expandDirectives(source, locale);
  }
  const generated = READMES.find((each) => name === `packages/${each}/README.md`);
  if (!generated) return asOnceOnNpm(await readFile(join(ROOT, name), 'utf8'), packages);
  const [template, document] = await Promise.all([
    readFile(join(ROOT, readmeTemplate(generated)), 'utf8'),
    readFile(DOCUMENT_JSON, 'utf8'),
  ]);
  return renderReadme(generated, template, JSON.parse(document), packages, await packageVersion(ROOT));
}

/** The READMEs that are written by hand stand in the clone. The example's says what becomes of it once it is on npm. */
function asOnceOnNpm(text: string, packages: PackageSource): string {
  if (packages === 'clone') return text;
  return text
    .replaceAll('npm run pack\ncp', 'cp')
    .replaceAll(`npm install ../${CLONE}/${PACKED}/*.tgz\n`, 'npm install\n');
}

/**
 * What a document has to type, in order. A program with a mark (`ts nest`) is a recipe, which test/compatibility/frameworks
 * runs; YAML without a name to save it under is part of a file of the reader's. Of tabs, it is the one for TypeScript:
 * packages/docs/test/guides/quickstart-languages.test.ts runs the others.
 */
export function blocksOf(markdown: string): Block[] {
  const blocks = [...markdown.matchAll(/^```(sh|ts|yaml)(?:(?<=sh) no-run)?(?: TypeScript)?\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language, 2: code = '' }) => {
      const before = markdown.slice(0, index);
      const text = before.slice(before.lastIndexOf('```'));
      return {
        language: language as Block['language'],
        code,
        line: before.split('\n').length + 1,
        saveAs: language === 'sh' ? undefined : text.match(/`([\w.-]+\.(?:mts|yaml))`/)?.[1],
      };
    },
  );
  return blocks.filter(({ language, saveAs }) => language !== 'yaml' || saveAs);
}
