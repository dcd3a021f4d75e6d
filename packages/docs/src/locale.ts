import { readFile } from 'node:fs/promises';
import type { Contacts } from './contacts.js';
import { type Document, readDocument, withoutReferences } from './document.js';
import { CHANGELOGS, CONTRACT, CONTROL, ROOT } from './files.js';
import { type Guide, readGuides } from './guides.js';
import type { Language } from './languages.js';
import { type Messages, readMessages } from './messages.js';
import { type PackageSource, packageSource } from './packages.js';
import { CATALOGUES, readCatalogue, translateDocument } from './translation/catalogue.js';

/** Everything the site is made from, in one language. */
export interface Locale {
  language: Language;
  messages: Messages;
  guides: readonly Guide[];
  /** The documents in the language, with their references replaced. */
  contract: Document;
  control: Document;
  /** The same documents, bundled: with their references. */
  bundled: { contract: object; control: object };
  /** The changelog of the repository, in the language. */
  changelog: string;
  /** Where readers get the packages. */
  packages: PackageSource;
  contacts: Contacts;
}

export interface LocaleOptions {
  /** The folder of the guides. @default packages/docs/guides */
  guides?: string;
  /**
   * Whether document texts that have no translation yet stay in English, so that their author can preview them.
   * @default false
   */
  isDraft?: boolean;
  /** Where readers get the packages. @default `DOCS_PACKAGES`, else a clone */
  packages?: PackageSource;
  /** How readers reach KGiTON. @default none: the guides say that it is not specified */
  contacts?: Contacts;
}

/** @throws {Error} when a guide or a translation is missing */
export async function readLocale(
  language: Language,
  { guides, isDraft = false, packages = packageSource(), contacts = {} }: LocaleOptions = {},
): Promise<Locale> {
  const [contract, control] = await Promise.all([
    documentIn(language, CONTRACT, CATALOGUES[0].catalogue, isDraft),
    documentIn(language, CONTROL, CATALOGUES[1].catalogue, isDraft),
  ]);
  return {
    language,
    packages,
    contacts,
    messages: await readMessages(language),
    guides: await readGuides(language, guides),
    bundled: { contract, control },
    contract: await withoutReferences(contract),
    control: await withoutReferences(control),
    changelog: await readFile(CHANGELOGS[language], 'utf8'),
  };
}

async function documentIn(language: Language, path: string, catalogue: string, isDraft: boolean): Promise<object> {
  const document = await readDocument(path);
  return language === 'en' ? document : translateDocument(document, await readCatalogue(ROOT, catalogue), isDraft);
}
