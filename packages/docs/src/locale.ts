import { readFile } from 'node:fs/promises';
import { type PackageSource, packageSource } from '../../../scripts/packages.js';
import { ROOT } from '../../../scripts/paths.js';
import type { Context } from './directives/index.js';
import { readDocument, withoutReferences } from './document.js';
import { CHANGELOGS, CONTRACT, CONTROL } from './files.js';
import { type Guide, readGuides } from './guides.js';
import type { Language } from './languages.js';
import { readMessages } from './messages.js';
import { CATALOGUES, readCatalogue, translateDocument } from './translation/catalogue.js';

/** What the site is made of in one language. */
export interface Locale extends Context {
  guides: readonly Guide[];
  /** The bundled documents in the language, with their references. */
  raw: { contract: object; control: object };
}

export interface LocaleOptions {
  /** The folder of the guides. @default packages/docs/guides */
  guides?: string;
  /**
   * Whether a text of a document that has no translation yet stays English: whoever writes it wants to see it.
   * @default false
   */
  isDraft?: boolean;
  /** Where readers get the packages. @default what `DOCS_PACKAGES` says, else a clone */
  packages?: PackageSource;
}

/** @throws {Error} when a guide is missing, or a translation */
export async function readLocale(
  language: Language,
  { guides, isDraft = false, packages = packageSource() }: LocaleOptions = {},
): Promise<Locale> {
  const [contract, control] = await Promise.all([
    documentIn(language, CONTRACT, CATALOGUES[0].catalogue, isDraft),
    documentIn(language, CONTROL, CATALOGUES[1].catalogue, isDraft),
  ]);
  return {
    language,
    packages,
    messages: await readMessages(language),
    guides: await readGuides(language, guides),
    raw: { contract, control },
    contract: await withoutReferences(contract),
    control: await withoutReferences(control),
    changelog: await readFile(CHANGELOGS[language], 'utf8'),
  };
}

async function documentIn(language: Language, path: string, catalogue: string, isDraft: boolean): Promise<object> {
  const document = await readDocument(path);
  return language === 'en' ? document : translateDocument(document, await readCatalogue(ROOT, catalogue), isDraft);
}
