// The reference pages: what stands in them can be read at once; Redoc comes when an operation is asked for.
import { all } from './dom.js';
import { isIn, operations, routeOf } from './reference/operations.js';
import { drawRedoc, loadRedoc, place } from './reference/redoc.js';

const { body } = document;
const status = document.querySelector<HTMLElement>('.redoc-status');

let loading: Promise<void> | undefined;
/** Redoc is heavy: whoever has told the browser to save data is asked first. */
const savesData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
/** Whether Redoc has drawn the reference: it needs a while, and false means that it drew nothing and is not asked again. */
let isDrawn: boolean | undefined;

/** Shows what the fragment asks for: an operation as Redoc draws it, or the overview. */
async function follow(): Promise<void> {
  const route = routeOf(location.hash);
  markNavigation(route);
  if (!route) {
    showOverview();
    return;
  }
  if (body.dataset.view !== 'redoc' || isDrawn === false) showPlain(route);
  if (isDrawn === false) say('failed');
  else if (savesData && !loading) say('saving');
  else await loadAndShow();
}

async function loadAndShow(): Promise<void> {
  say('loading');
  try {
    loading ??= loadRedoc();
    await loading;
    showRedoc();
  } catch {
    loading = undefined;
    say('failed');
  }
}

function showOverview(): void {
  const wasHidden = body.dataset.view !== undefined && body.dataset.view !== 'overview';
  body.dataset.view = 'overview';
  // What could not be seen, the browser could not go to.
  if (wasHidden) document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: 'instant' });
}

/** Says why the operation is seen in its plain form. */
function say(state: 'loading' | 'failed' | 'saving'): void {
  if (status) status.dataset.state = state;
}

/** Until Redoc is there, the operation is read in its plain form. */
function showPlain(route: string): void {
  body.dataset.view = 'plain';
  for (const operation of operations) operation.hidden = !isIn(operation, route);
  window.scrollTo({ top: 0, behavior: 'instant' });
}

function showRedoc(): void {
  const route = routeOf(location.hash);
  if (!route) return;
  body.dataset.view = 'redoc';
  const isNamedByRedoc = location.hash.startsWith('#/');
  if (place?.hasChildNodes()) {
    if (!isNamedByRedoc) location.replace(`#${route}`);
    settleSoon();
    return;
  }
  if (!isNamedByRedoc) history.replaceState(history.state, '', `#${route}`);
  void drawRedoc().then((is) => {
    isDrawn = is;
    if (is) settleSoon();
    else void follow();
  });
}

/** Milliseconds without a movement, after which the reader is where they wanted to be. */
const STILL = 250;
let settling: number | undefined;

/** Redoc changes the fragment as its reader scrolls, without telling: what depends on it is done when they have arrived. */
function settleSoon(): void {
  clearTimeout(settling);
  if (isDrawn && body.dataset.view === 'redoc') settling = window.setTimeout(settle, STILL);
}

function settle(): void {
  markNavigation(routeOf(location.hash));
  const operation = operations.find(({ dataset }) => location.hash === `#${dataset.route}`);
  // Readers copy the address: it gets the anchor of the site, and Redoc, which hears nothing of it, stays where it is.
  if (operation) history.replaceState(history.state, '', `#${operation.id}`);
}

/** A link to the operation that the address has already: Redoc would not know that anchor, and its reader wants back to the top. */
function backToTop(event: MouseEvent): void {
  const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[href]');
  if (!link || link.href !== location.href || body.dataset.view !== 'redoc') return;
  event.preventDefault();
  place?.querySelector(`[data-section-id="${routeOf(location.hash)}"]`)?.scrollIntoView({ behavior: 'instant' });
}

function markNavigation(route: string | undefined): void {
  const operation = operations.find(({ dataset }) => dataset.route === route);
  for (const link of all<HTMLAnchorElement>('#navigation a')) {
    const isHere = operation !== undefined && link.hash === `#${operation.id}`;
    if (isHere) {
      link.setAttribute('aria-current', 'location');
      link.scrollIntoView({ block: 'nearest' });
    } else if (link.getAttribute('aria-current') === 'location') link.removeAttribute('aria-current');
  }
}

if (status) status.hidden = false;
document.querySelector('.load-redoc')?.addEventListener('click', loadAndShow);
document.querySelector('.skip')?.addEventListener('click', (event) => {
  // The fragment says what is shown, so it stays.
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
});
addEventListener('hashchange', follow);
addEventListener('scroll', settleSoon, { passive: true });
addEventListener('click', backToTop);
void follow();
