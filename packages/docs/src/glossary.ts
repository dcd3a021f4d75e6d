import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Path below the root of the repository. */
export const GLOSSARY = 'packages/docs/i18n/glossary.yaml';

/** An English term and the Indonesian word for it. */
export interface Term {
  en: string;
  id: string;
  /** Words that must not be used for it. */
  not?: string[];
}

export async function readGlossary(root: string): Promise<Term[]> {
  return parse(await readFile(join(root, GLOSSARY), 'utf8')) as Term[];
}
