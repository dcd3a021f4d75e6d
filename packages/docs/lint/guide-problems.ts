import { fingerprint } from '../src/translation/catalogue.js';
import { keptProblems } from './kept-problems.js';

/** A guide as it is written: front matter and Markdown. */
export interface GuideText {
  title: string;
  nav?: string | undefined;
  description: string;
  /** Translations only: the fingerprint of the English guide. */
  of?: string | undefined;
  source: string;
}

/** Identifies a version of an English guide. */
export function guideFingerprint({ title, nav, description, source }: GuideText): string {
  return fingerprint([title, ...(nav ? [nav] : []), description, source].join('\n'));
}

/**
 * What a guide lacks to be a complete translation of the English one: it names the version that it translates, has the same
 * anchors, directives, links and code blocks in the same order, and passes {@link keptProblems}.
 */
export function guideProblems(english: GuideText, translation: GuideText): string[] {
  const wanted = guideFingerprint(english);
  const stale = `it translates another version of the English guide. Update it, then set of: "${wanted}".`;
  const parts = PARTS.flatMap(({ what, pattern }) => {
    const [there, here] = [english, translation].map(({ source }) => source.match(pattern) ?? []);
    const index = (there ?? []).findIndex((part, position) => part !== here?.[position]);
    if (index >= 0) return `expected the ${what} ${there?.[index]}, got ${here?.[index] ?? 'none'}.`;
    const more = here?.[there?.length ?? 0];
    return more ? `the ${what} ${more} is not in the English guide.` : [];
  });
  const kept = keptProblems(english.source, translation.source);
  return [...(translation.of === wanted ? [] : [stale]), ...parts, ...kept];
}

/** What both languages have in common, in the same order. */
const PARTS = [
  { what: 'heading', pattern: /^#{2,4}(?= .*\{#)|\{#[\w-]+\}/gm },
  { what: 'directive', pattern: /\{\{\s*[a-z-]+[^}]*\}\}/g },
  { what: 'link', pattern: /(?<=\]\()[^)]+(?=\))/g },
  { what: 'block of code', pattern: /^( *)(`{3,}).*?^\1\2$/gms },
];
