import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stopwords as english } from '@orama/stopwords/english';
import { stopwords as indonesian } from '@orama/stopwords/indonesian';
import { parse } from 'yaml';
import { I18N, ROOT } from '../files.js';
import { readGlossary, type Term } from '../glossary.js';

/** What the search knows of words, in both languages: readers mix them. */
export interface SearchWords {
  /** Words that say nothing about what is asked for. */
  stopWords: readonly string[];
  /** Groups of forms that mean the same. */
  synonyms: readonly (readonly string[])[];
}

export async function readSearchWords(): Promise<SearchWords> {
  const more = parse(await readFile(join(I18N, 'search.yaml'), 'utf8')) as Record<
    'stop-words' | 'synonyms',
    string[][]
  >;
  const terms = await readGlossary(ROOT);
  return {
    stopWords: [...new Set([...english, ...indonesian, ...more['stop-words'].flat()])],
    synonyms: joined([...terms.flatMap(groupsOf), ...more.synonyms]),
  };
}

/**
 * What an entry of the glossary says the same with. As many terms on each side are pairs ("required, optional" is "wajib,
 * opsional"), otherwise all terms of the entry mean the same. A rejected word is what people type all the same.
 */
export function groupsOf({ en, id, not = [] }: Term): string[][] {
  const english = en.split(/,\s*/).map(formsOf);
  const indonesian = id.split(/,\s*/).map(formsOf);
  if (english.length !== indonesian.length) return [[...english, ...indonesian, not].flat()];
  return english.map((forms, index) => {
    const rejected = not.length === english.length ? not.slice(index, index + 1) : index === 0 ? not : [];
    return [...forms, ...(indonesian[index] ?? []), ...rejected];
  });
}

/** "percobaan ulang (*retry*)" has two forms, "to pay" and "amount (of money)" one each. */
function formsOf(term: string): string[] {
  const [, word = '', foreign] = /^(?:to )?([^(]+?)\s*(?:\((?:\*(.+)\*|.*)\))?$/.exec(term) ?? [];
  return foreign ? [word, foreign] : [word];
}

/** Groups that share a form become one. A group of one form says nothing. */
export function joined(groups: readonly (readonly string[])[]): string[][] {
  const result: string[][] = [];
  for (const group of groups) {
    const forms = new Set(group.map((form) => form.toLowerCase()));
    for (const other of result.filter((one) => one.some((form) => forms.has(form)))) {
      for (const form of other) forms.add(form);
      result.splice(result.indexOf(other), 1);
    }
    result.push([...forms]);
  }
  return result.filter(({ length }) => length > 1);
}
