// The address of an operation: its anchor of the site, whatever Redoc calls it.
import { all } from '../dom.js';
import { operations, routeOf } from './operations.js';
import { drawing, place } from './redoc.js';

const { body } = document;

/** Has Redoc go to what the fragment names: it knows routes of its own only. */
export function tellRedoc(route: string): void {
  if (!location.hash.startsWith('#/')) location.replace(`#${route}`);
  settleSoon();
}

/** Names a place before Redoc looks, which hears nothing of it. */
export function rename(fragment: string): void {
  history.replaceState(history.state, '', fragment);
}

/** Milliseconds without a movement, after which the reader is where they wanted to be. */
const STILL = 250;
let settling: number | undefined;

/** Redoc changes the fragment as its reader scrolls, without telling: what depends on it is done when they have arrived. */
export function settleSoon(): void {
  clearTimeout(settling);
  if (drawing === 'done' && body.dataset.view === 'redoc') settling = window.setTimeout(settle, STILL);
}

/** The operation that the reader was at last. */
let shown: HTMLElement | undefined;

function settle(): void {
  const route = routeOf(location.hash);
  // Above its first operation Redoc names `#/`, though there is nothing of its own to read.
  if (route) shown = operations.find(({ dataset }) => dataset.route === route);
  markNavigation(shown?.dataset.route);
  // Readers copy the address. A link of Redoc's to a part of an operation says more than its anchor, and stays.
  if (shown && ['#/', `#${shown.dataset.route}`].includes(location.hash)) rename(`#${shown.id}`);
}

/** Marks the operation in the navigation, and brings its entry in sight. */
export function markNavigation(route: string | undefined): void {
  const operation = operations.find(({ dataset }) => dataset.route === route);
  for (const link of all<HTMLAnchorElement>('#navigation a')) {
    const isHere = operation !== undefined && link.hash === `#${operation.id}`;
    if (isHere) {
      link.setAttribute('aria-current', 'location');
      link.scrollIntoView({ block: 'nearest' });
    } else if (link.getAttribute('aria-current') === 'location') link.removeAttribute('aria-current');
  }
}

/**
 * Keeps Redoc at the operation whose anchor the address has.
 *
 * @param follow shows what the fragment names
 */
export function keepPlace(follow: () => unknown): void {
  /**
   * Back and Forward between two places of one operation change no fragment, but Redoc's router looks at it, and takes the
   * anchor for a page that it does not have. It is told afterwards: while it looks, it would not listen.
   */
  addEventListener('popstate', () => {
    // Redoc goes to the operation by itself, the browser to where the overview was read.
    history.scrollRestoration = routeOf(location.hash) ? 'manual' : 'auto';
    setTimeout(() => {
      const isAnchor = operations.some(({ id }) => location.hash === `#${id}`);
      if (drawing === 'done' && isAnchor && body.dataset.view === 'redoc') follow();
    });
  });
  // A link to the operation that the address has already: Redoc does not know it, and the reader wants back to the top.
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[href]');
    const isElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!link || isElsewhere || link.href !== location.href || body.dataset.view !== 'redoc') return;
    event.preventDefault();
    const part = place?.querySelector(`[data-section-id="${routeOf(location.hash)}"]`);
    if (part) part.scrollIntoView({ behavior: 'instant' });
    else follow();
  });
  // The link to an operation at its heading in Redoc moves nothing where the reader is there already.
  place?.addEventListener('click', settleSoon);
  addEventListener('scroll', settleSoon, { passive: true });
}
