import { fingerprint } from '../src/translation/fingerprint.js';
import { keptProblems } from './kept-problems.js';

/** A guide as it is written: front matter and Markdown. */
export interface GuideText {
  title: string;
  nav?: string | undefined;
  description: string;
  /** Of a translation: the fingerprint of the English guide. */
  of?: string | undefined;
  source: string;
}

/** What tells one version of an English guide from another. */
export function guideFingerprint({ title, nav, description, source }: GuideText): string {
  return fingerprint([title, ...(nav ? [nav] : []), description, source].join('\n'));
}

/**
 * What keeps a guide from being a whole translation of the English one, in sentences: it says of which version it is one,
 * has the same anchors, directives, links and blocks of code in the same order, and keeps what {@link keptProblems} names.
 */
export function guideProblems(english: GuideText, translation: GuideText): string[] {
  const wanted = guideFingerprint(english);
  const stale = `it translates another version of the English guide. Bring it up to date, then set of: "${wanted}".`;
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

/** What both languages have in common, in the order in which it stands. */
const PARTS = [
  { what: 'heading', pattern: /^#{2,4}(?= .*\{#)|\{#[\w-]+\}/gm },
  { what: 'directive', pattern: /\{\{\s*[a-z-]+[^}]*\}\}/g },
  { what: 'link', pattern: /(?<=\]\()[^)]+(?=\))/g },
  { what: 'block of code', pattern: /^( *)(`{3,}).*?^\1\2$/gms },
];
