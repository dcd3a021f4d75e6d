/** The languages of the site. The first one is served at `/`. */
export const LANGUAGES = ['id', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The folder of a language below the root of the site, with a slash at its end; empty for the one at `/`. */
export function folderOf(language: Language): string {
  return language === 'id' ? '' : `${language}/`;
}

/** The relative path from the pages of a language to the root of the site. */
export function rootFrom(language: Language): string {
  return language === 'id' ? '' : '../';
}

export function otherLanguage(language: Language): Language {
  return language === 'id' ? 'en' : 'id';
}

/** The tag of a language for `Intl`. */
export function languageTag(language: Language): string {
  return { id: 'id-ID', en: 'en-US' }[language];
}
