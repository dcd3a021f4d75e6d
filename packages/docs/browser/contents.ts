import { all } from './dom.js';
import { partBeingRead } from './reading-place.js';

/** Marks the part of the page that is read in the list beside it. */
export function activateContents(): void {
  const links = new Map(all<HTMLAnchorElement>('.contents a').map((link) => [link.hash.slice(1), link]));
  if (links.size === 0) return;
  const headings = all('main :is(h2, h3)[id]').filter(({ id }) => links.has(id));
  const mark = () => {
    const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
    const read = isAtEnd ? headings.at(-1) : partBeingRead(headings);
    for (const [id, link] of links) {
      if (id === read?.id) link.setAttribute('aria-current', 'location');
      else link.removeAttribute('aria-current');
    }
  };
  let isAsked = false;
  document.addEventListener(
    'scroll',
    () => {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => {
        isAsked = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
