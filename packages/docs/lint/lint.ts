import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { GLOSSARY, readGlossary, type Term } from '../src/glossary.js';
import { GUIDE_SLUGS, parseFrontMatter, parseGuide } from '../src/guides.js';
import { CATALOGUES, catalogueProblems, fingerprint, readCatalogue } from '../src/translation/catalogue.js';
import { proseOf } from '../src/translation/prose.js';
import { glossaryProblems } from './glossary.js';
import { guideProblems } from './guide-problems.js';
import { keptProblems } from './kept-problems.js';
import { messagesProblems, type SiteMessages } from './messages-problems.js';

/** The bundled documents that are translated, by the path of their generated file. */
export type Documents = Readonly<Record<(typeof CATALOGUES)[number]['document'], object>>;

/** The documents as they were generated last. */
export async function translatedDocuments(root: string): Promise<Documents> {
  const documents = CATALOGUES.map(async ({ document }) => [
    document,
    JSON.parse(await readFile(join(root, document), 'utf8')),
  ]);
  return Object.fromEntries(await Promise.all(documents));
}

/** What the Indonesian texts below the root lack to be complete, current and consistent. */
export async function translationProblems(root: string, documents: Documents): Promise<string[]> {
  const unreadable: string[] = [];
  const glossary = await readGlossary(root).catch((error) => {
    unreadable.push(unread(root, GLOSSARY, error));
    return [];
  });
  const checks: [path: string, check: Promise<string[]>][] = [
    ...CATALOGUES.map(({ catalogue, document }): [string, Promise<string[]>] => [
      catalogue,
      checkCatalogue(root, catalogue, documents[document], glossary),
    ]),
    ...GUIDE_SLUGS.map((slug): [string, Promise<string[]>] => [
      `packages/docs/guides/id/${slug}.md`,
      checkGuide(root, slug, glossary),
    ]),
    [TRANSLATED_CHANGELOG, checkChangelog(root, glossary)],
    ['packages/docs/i18n', checkMessages(root, glossary)],
  ];
  const problems = await Promise.all(
    checks.map(([path, check]) => check.catch((error) => [unread(root, path, error)])),
  );
  return [...unreadable, ...problems.flat()];
}

/** An unreadable file is one problem; the others are still reported. */
function unread(root: string, path: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `${error.path ? relative(root, error.path) : path} is missing.`;
  return error.message.startsWith(path) ? error.message : `${path}: ${error.message}`;
}

async function checkCatalogue(
  root: string,
  path: string,
  document: object,
  glossary: readonly Term[],
): Promise<string[]> {
  const catalogue = await readCatalogue(root, path);
  const kept = proseOf(document).flatMap(({ key, text }) => {
    const translation = catalogue[key]?.id?.trim();
    if (!translation) return [];
    const english = text.trim() === translation && /\s/.test(translation) ? ['it is still in English.'] : [];
    return [...english, ...keptProblems(text, translation)].map((problem) => `${key}: ${problem}`);
  });
  const words = Object.entries(catalogue).flatMap(([key, { id }]) =>
    glossaryProblems(id, glossary).map((problem) => `${key}: ${problem}`),
  );
  return [...catalogueProblems(document, catalogue), ...kept, ...words].map((problem) => `${path}: ${problem}`);
}

async function checkGuide(root: string, slug: string, glossary: readonly Term[]): Promise<string[]> {
  const [english, translation] = await Promise.all(['en', 'id'].map((language) => readGuide(root, language, slug)));
  const path = `packages/docs/guides/id/${slug}.md`;
  if (!english) return [`packages/docs/guides/en/${slug}.md is missing.`];
  if (!translation) return [`${path} is missing.`];
  const words = glossaryProblems([translation.title, translation.description, translation.source].join('\n'), glossary);
  return [...guideProblems(english, translation), ...words].map((problem) => `${path}: ${problem}`);
}

async function readGuide(root: string, language: string, slug: string) {
  const path = `packages/docs/guides/${language}/${slug}.md`;
  const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseGuide(text, path);
}

const TRANSLATED_CHANGELOG = 'packages/docs/CHANGELOG.id.md';

/** The translated changelog names the version that it translates, and has as many headings and entries. */
async function checkChangelog(root: string, glossary: readonly Term[]): Promise<string[]> {
  const path = TRANSLATED_CHANGELOG;
  const english = await readFile(join(root, 'CHANGELOG.md'), 'utf8');
  const { of, source } = parseFrontMatter(await readFile(join(root, path), 'utf8'));
  const wanted = fingerprint(english);
  const outline = (text: string) => (text.match(/^(##+|-) /gm) ?? []).join('');
  const problems = glossaryProblems(source, glossary);
  if (of !== wanted)
    problems.push(`it translates another version of CHANGELOG.md. Update it, then set of: "${wanted}".`);
  if (outline(english) !== outline(source)) problems.push('expected as many headings and entries as CHANGELOG.md has.');
  return problems.map((problem) => `${path}: ${problem}`);
}

/** @throws {Error} naming the file */
function parseYaml(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

async function checkMessages(root: string, glossary: readonly Term[]): Promise<string[]> {
  const read = async (language: string) => {
    const path = `packages/docs/i18n/messages.${language}.yaml`;
    return parseYaml(path, await readFile(join(root, path), 'utf8')) as SiteMessages;
  };
  const problems = messagesProblems(await read('en'), await read('id'), glossary);
  return problems.map((problem) => `packages/docs/i18n/${problem}`);
}

/** Prints the problems, and makes the process exit with 1 if there are any. */
export function reportProblems(problems: readonly string[]): void {
  for (const problem of problems) console.error(`translations: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
  else console.log('translations: complete and up to date');
}
