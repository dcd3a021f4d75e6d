import { readFile } from 'node:fs/promises';
import { ROOT } from '../paths.js';
import { CATALOGUES, readCatalogue, translateDocument } from '../translation/catalogue.js';
import type { Context } from './directives/index.js';
import { readDocument, withoutReferences } from './document.js';
import { CHANGELOGS, CONTRACT, CONTROL } from './files.js';
import { type Guide, readGuides } from './guides.js';
import type { Language } from './languages.js';
import { readWords } from './words.js';

/** What the site is made of in one language. */
export interface Edition extends Context {
  guides: readonly Guide[];
  /** The bundled documents in the language, with their references. */
  raw: { contract: object; control: object };
}

/**
 * @param folder of the guides
 * @throws {Error} when a translation is missing, or a guide
 */
export async function readEdition(language: Language, folder?: string): Promise<Edition> {
  const [contract, control] = await Promise.all([documentIn(language, CONTRACT, 0), documentIn(language, CONTROL, 1)]);
  return {
    language,
    words: await readWords(language),
    guides: await readGuides(language, folder),
    raw: { contract, control },
    contract: await withoutReferences(contract),
    control: await withoutReferences(control),
    changelog: await readFile(CHANGELOGS[language], 'utf8'),
  };
}

async function documentIn(language: Language, path: string, index: 0 | 1): Promise<object> {
  const document = await readDocument(path);
  if (language === 'en') return document;
  return translateDocument(document, await readCatalogue(ROOT, CATALOGUES[index].catalogue));
}
