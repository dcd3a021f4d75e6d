import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { mapProse, type Prose, proseOf } from './prose.js';

/** Identifies an English text by 8 hex digits. A translation carries the fingerprint of the text it translates. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text.trim()).digest('hex').slice(0, 8);
}

/** A translated piece of prose. */
export interface Translation {
  /** The fingerprint of the English text. */
  of: string;
  /** Markdown, in Indonesian. */
  id: string;
}

/** Translations by the key of what they translate. */
export type Catalogue = Readonly<Record<string, Translation>>;

/** The catalogues, and the bundled document that each one translates; paths below the root of the repository. */
export const CATALOGUES = [
  { catalogue: 'packages/docs/i18n/contract.id.yaml', document: 'packages/contract/openapi.json' },
  { catalogue: 'packages/docs/i18n/control-api.id.yaml', document: 'packages/sandbox/openapi.json' },
] as const;

/** The latest text of each catalogue, parsed: to parse one takes a tenth of a second. */
const parsed = new Map<string, { text: string; catalogue: Catalogue }>();

export async function readCatalogue(root: string, path: string): Promise<Catalogue> {
  const text = await readFile(join(root, path), 'utf8');
  const kept = parsed.get(path);
  if (kept?.text === text) return kept.catalogue;
  const catalogue = (parse(text, { maxAliasCount: -1 }) ?? {}) as Catalogue;
  parsed.set(path, { text, catalogue });
  return catalogue;
}

/** What a catalogue lacks to be a complete and current translation of a document. Each problem names the key. */
export function catalogueProblems(document: object, catalogue: Catalogue): string[] {
  const prose = proseOf(document);
  const keys = new Set(prose.map(({ key }) => key));
  const problems = prose.flatMap(({ key, text }) => {
    const translation = translationOf({ key, text }, catalogue);
    const wanted = fingerprint(text);
    if (!translation?.id?.trim()) return `${key} is missing. Translate, with of: "${wanted}":\n${indented(text)}`;
    if (String(translation.of) === wanted) return [];
    return `${key} is stale: the English has changed. Update it, then set of: "${wanted}":\n${indented(text)}`;
  });
  const unknown = Object.keys(catalogue).filter((key) => !keys.has(key));
  return [...problems, ...unknown.map((key) => `${key} translates nothing: the document has no such text. Remove it.`)];
}

/**
 * The document in Indonesian.
 *
 * @param isDraft whether a text without a translation stays in English
 * @throws {Error} for the first text without a translation, unless `isDraft`; `npm run lint` names all of them
 */
export function translateDocument<Document extends object>(
  document: Document,
  catalogue: Catalogue,
  isDraft = false,
): Document {
  return mapProse(document, ({ key, text: english }) => {
    const text = translationOf({ key, text: english }, catalogue)?.id ?? (isDraft ? english : undefined);
    if (!text) throw new Error(`packages/docs/i18n: ${key} has no translation. Run "npm run lint" for a list.`);
    return text;
  });
}

/** A callback repeats a webhook, whose texts are translated there. */
function translationOf({ key, text }: Prose, catalogue: Catalogue): Translation | undefined {
  const isOfCallback = key.includes('/callbacks/');
  const same = () => Object.values(catalogue).find(({ of }) => String(of) === fingerprint(text));
  return catalogue[key] ?? (isOfCallback ? same() : undefined);
}

function indented(text: string): string {
  return text.trim().replace(/^/gm, '    ');
}
