// The reference pages: what stands in them can be read at once; Redoc comes when an operation is asked for.
import { keepPlace, markNavigation, rename, settleSoon, tellRedoc } from './reference/address.js';
import { isIn, operations, routeOf } from './reference/operations.js';
import { drawing, drawRedoc, loadRedoc } from './reference/redoc.js';

const { body } = document;
const status = document.querySelector<HTMLElement>('.redoc-status');

/** Redoc is heavy: whoever has told the browser to save data is asked first. */
let isWanted = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData !== true;

/** Shows what the fragment asks for: an operation as Redoc draws it, or the overview. */
async function follow(): Promise<void> {
  const route = routeOf(location.hash);
  markNavigation(route);
  if (!route) {
    showOverview();
    return;
  }
  if (body.dataset.view !== 'redoc' || drawing === 'nothing') showPlain(route);
  if (drawing === 'nothing') say('failed');
  else if (!isWanted) say('saving');
  else await loadAndShow();
}

async function loadAndShow(): Promise<void> {
  isWanted = true;
  say('loading');
  try {
    await loadRedoc();
    await showRedoc();
  } catch {
    say('failed');
  }
}

/** How far the overview was read. */
let readTo = 0;

function showOverview(): void {
  const wasHidden = body.dataset.view !== undefined && body.dataset.view !== 'overview';
  body.dataset.view = 'overview';
  if (!wasHidden) return;
  // What could not be seen, the browser could not go to.
  const part = document.getElementById(location.hash.slice(1));
  if (part) part.scrollIntoView({ behavior: 'instant' });
  else window.scrollTo({ top: readTo, behavior: 'instant' });
}

/** Says why the operation is seen in its plain form. */
function say(state: 'loading' | 'failed' | 'saving'): void {
  if (status) status.dataset.state = state;
}

/** Until Redoc is there, the operation is read in its plain form. */
function showPlain(route: string): void {
  body.dataset.view = 'plain';
  hideOthers(route);
  window.scrollTo({ top: 0, behavior: 'instant' });
}

/** Of the plain forms, only those of a route are left; all of them without one. */
function hideOthers(route: string | undefined): void {
  for (const operation of operations) operation.hidden = route !== undefined && !isIn(operation, route);
}

async function showRedoc(): Promise<void> {
  const route = routeOf(location.hash);
  if (!route) return;
  body.dataset.view = 'redoc';
  if (drawing !== 'no') {
    tellRedoc(route);
    return;
  }
  if (!location.hash.startsWith('#/')) rename(`#${route}`);
  if (await drawRedoc()) settleSoon();
  else await follow();
}

if (status) status.hidden = false;
const goToContent = () => document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
document.querySelector('.load-redoc')?.addEventListener('click', () => {
  // The button goes.
  goToContent();
  void loadAndShow();
});
document.querySelector('.skip')?.addEventListener('click', (event) => {
  // The fragment says what is shown, so it stays.
  event.preventDefault();
  goToContent();
});
addEventListener('hashchange', follow);
addEventListener(
  'scroll',
  () => {
    if (body.dataset.view === 'overview') readTo = window.scrollY;
  },
  { passive: true },
);
// On paper an operation is read in its plain form: Redoc has drawn what was in sight, and its buttons.
addEventListener('beforeprint', () => hideOthers(routeOf(location.hash)));
keepPlace(follow);
void follow();
