/** The languages of the pages. The first one is meant where nothing says otherwise. */
export const LANGUAGES = ['id', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

export function otherLanguage(language: Language): Language {
  return language === 'id' ? 'en' : 'id';
}

/** The name of each language, in itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { id: 'Bahasa Indonesia', en: 'English' };

/** The locale that dates and times are written in. */
export const LOCALES: Readonly<Record<Language, string>> = { id: 'id', en: 'en-GB' };
