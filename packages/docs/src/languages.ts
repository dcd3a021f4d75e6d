/** The languages of the site, the one at `/` first. */
export const LANGUAGES = ['id', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The folder of a language below the root of the site, with a slash at its end; empty for the one at `/`. */
export function folderOf(language: Language): string {
  return language === 'id' ? '' : `${language}/`;
}

export function otherLanguage(language: Language): Language {
  return language === 'id' ? 'en' : 'id';
}

/** The tag of a language for `Intl`. */
export function languageTag(language: Language): string {
  return { id: 'id-ID', en: 'en-US' }[language];
}
