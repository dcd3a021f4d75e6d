import type { Directive } from './context.js';

/** `{{changelog}}`: the entries of the changelog, each heading one level deeper than there and without its brackets. */
export const changelog: Directive = (_, context) => {
  const entries = context.changelog.slice(context.changelog.indexOf('\n## ') + 1);
  return entries
    .replace(/^#/gm, '##')
    .replace(/^(#+) \[([^\]]+)\]/gm, '$1 $2')
    .trim();
};
