import type { Context } from 'hono';
import { type LanguageVariables, languageDetector } from 'hono/language';
import { LANGUAGES, type Language } from '../pages/language.js';
import type { PageEnv } from '../pages/page.js';

export type DashboardEnv = PageEnv & { Variables: LanguageVariables };

/** The cookie that remembers the language that was chosen. */
export const LANGUAGE_COOKIE = 'kgiton_sandbox_language';

// Without its own caching, which would remember what the browser prefers as if it had been chosen.
export const detectLanguage = languageDetector({
  order: ['cookie', 'header'],
  lookupCookie: LANGUAGE_COOKIE,
  supportedLanguages: [...LANGUAGES],
  fallbackLanguage: LANGUAGES[0],
  caches: false,
});

/** The language that was detected, which is one of ours. */
export function languageOf(context: Context<DashboardEnv>): Language {
  return context.get('language') as Language;
}
