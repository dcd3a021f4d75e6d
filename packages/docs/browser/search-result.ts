import { element } from './dom.js';
import type { Found } from './search-options.js';

/** Length of an excerpt, in characters. */
const EXCERPT = 140;

/** A result as an option of the list: its place, and an excerpt around the match. */
export function resultItem({ href, page, heading, text, terms }: Found, position: number): HTMLAnchorElement {
  const title = heading && heading !== page ? `${page} › ${heading}` : page;
  return element(
    'a',
    {
      href: `${document.body.dataset.folder ?? ''}${href}`,
      class: 'search-result',
      role: 'option',
      id: `search-result-${position}`,
      tabindex: -1,
      'aria-selected': false,
    },
    element('strong', {}, ...marked(title, terms)),
    element('span', {}, ...excerpt(text, terms)),
  );
}

/** An excerpt around the longest match, which explains the result best. */
function excerpt(text: string, terms: readonly string[]): (Node | string)[] {
  const lower = text.toLowerCase();
  const places = longestFirst(terms).map((term) => lower.indexOf(term));
  const first = places.find((place) => place >= 0) ?? 0;
  // Cut between words.
  const start = first <= EXCERPT / 3 ? 0 : text.indexOf(' ', first - EXCERPT / 3) + 1;
  const most = text.slice(start, start + EXCERPT);
  const isCut = text.length > start + EXCERPT;
  const part = isCut ? most.slice(0, Math.max(most.lastIndexOf(' '), first - start + 1)) : most;
  return marked(`${start > 0 ? '… ' : ''}${part.trim()}${isCut ? ' …' : ''}`, terms);
}

const longestFirst = (terms: readonly string[]) => terms.toSorted((a, b) => b.length - a.length);

function marked(text: string, terms: readonly string[]): (Node | string)[] {
  const pattern = longestFirst(terms).map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (pattern.length === 0) return [text];
  return text
    .split(new RegExp(`(${pattern.join('|')})`, 'i'))
    .map((part, index) => (index % 2 === 1 ? element('mark', {}, part) : part));
}
