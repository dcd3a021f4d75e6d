// The reference pages: what stands in them can be read at once; Redoc comes when an operation is asked for.
import { all, element, loadScript } from './dom.js';

declare global {
  /** Defined by Redoc's program. */
  var redocInit: ((document: object, options: object, into: HTMLElement) => unknown) | undefined;
  /** Defined by the document's script. */
  var redocDocument: object;
  var redocOptions: object;
}

const { body } = document;
const place = document.querySelector<HTMLElement>('#redoc');
const plain = all('.plain-operation');
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
    loading ??= load();
    await loading;
    showRedoc();
  } catch {
    loading = undefined;
    say('failed');
  }
}

/**
 * What Redoc calls the operation, or the group of operations, that a fragment names: `#generatePayment`, which is an anchor of
 * the site, or `#/payments/generatepayment`, which Redoc's own links have. Undefined for all else, which is the overview.
 */
function routeOf(hash: string): string | undefined {
  const operation = plain.find(({ id }) => hash === `#${id}`);
  if (operation) return operation.dataset.route;
  const route = /^#(\/[^#]+)/.exec(hash)?.[1];
  return route && plain.some((operation) => isIn(operation, route)) ? route : undefined;
}

/** Whether a route names an operation, or its group. */
function isIn({ dataset }: HTMLElement, route: string): boolean {
  return dataset.route === route || dataset.route?.startsWith(`${route}/`) === true;
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
  for (const operation of plain) operation.hidden = !isIn(operation, route);
  window.scrollTo({ top: 0, behavior: 'instant' });
}

async function load(): Promise<void> {
  const { redoc = '', document: definition = '' } = place?.dataset ?? {};
  // In this order: Redoc looks up words as soon as it is there.
  await Promise.all([loadScript(definition), loadScript(redoc)]);
  if (!globalThis.redocInit) throw new Error('Redoc did not start.');
}

/** Redoc measures where it is, and goes to the operation: so it is drawn when it is seen. */
function showRedoc(): void {
  const route = routeOf(location.hash);
  if (!route) return;
  body.dataset.view = 'redoc';
  if (!place) return;
  if (place.hasChildNodes()) {
    // Redoc goes where the fragment says it in its own words.
    if (!location.hash.startsWith('#/')) location.replace(`#${route}`);
    settleSoon();
    return;
  }
  const target = element('div');
  place.append(target);
  provideStorage();
  if (!location.hash.startsWith('#/')) history.replaceState(history.state, '', `#${route}`);
  globalThis.redocInit?.(globalThis.redocDocument, globalThis.redocOptions, target);
  void drawn(target).then((is) => {
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
  const operation = plain.find(({ dataset }) => location.hash === `#${dataset.route}`);
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

/** Milliseconds after which a page without a heading is one that will have none. */
const LONGEST_DRAWING = 15_000;

/** Whether Redoc has drawn something: what goes wrong in it, it keeps to itself. */
function drawn(target: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (target.querySelector('h1, h2')) resolve(true);
    };
    new MutationObserver(look).observe(target, { childList: true, subtree: true });
    setTimeout(() => resolve(false), LONGEST_DRAWING);
    look();
  });
}

/** Redoc draws nothing where a page may store nothing: there it gets a storage that lasts as long as the page. */
function provideStorage(): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    try {
      void window[name];
    } catch {
      const kept = new Map<string, string>();
      const value: Storage = {
        get length() {
          return kept.size;
        },
        clear: () => kept.clear(),
        getItem: (key) => kept.get(key) ?? null,
        key: (index) => [...kept.keys()][index] ?? null,
        removeItem: (key) => void kept.delete(key),
        setItem: (key, text) => void kept.set(key, text),
      };
      Object.defineProperty(window, name, { value, configurable: true });
    }
  }
}

function markNavigation(route: string | undefined): void {
  const operation = plain.find(({ dataset }) => dataset.route === route);
  for (const link of all<HTMLAnchorElement>('#navigation a')) {
    const isHere = operation !== undefined && link.hash === `#${operation.id}`;
    if (isHere) link.setAttribute('aria-current', 'location');
    else if (link.getAttribute('aria-current') === 'location') link.removeAttribute('aria-current');
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
