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
/** Whether Redoc came and drew nothing: it is not asked again. */
let isBroken = false;

/** Shows what the fragment asks for: an operation as Redoc draws it, or the overview. */
async function follow(): Promise<void> {
  const asked = plain.find(({ id }) => location.hash === `#${id}`);
  if (asked) {
    // The anchors of the site are stable; Redoc's own are its own affair.
    location.replace(`#${asked.dataset.route}`);
    return;
  }
  const route = routeOf(location.hash);
  markNavigation(route);
  if (!route) {
    showOverview();
    return;
  }
  if (body.dataset.view !== 'redoc') showPlain(route);
  if (isBroken) {
    body.dataset.view = 'failed';
    return;
  }
  try {
    loading ??= load();
    await loading;
    if (routeOf(location.hash)) showRedoc();
  } catch {
    loading = undefined;
    if (routeOf(location.hash)) body.dataset.view = 'failed';
  }
}

/** The operation, or group of operations, that a fragment of Redoc's names; undefined for all else, which is the overview. */
function routeOf(hash: string): string | undefined {
  const route = /^#(\/[^#]+)/.exec(hash)?.[1];
  const isKnown = plain.some(({ dataset }) => dataset.route === route || dataset.route?.startsWith(`${route}/`));
  return isKnown ? route : undefined;
}

function showOverview(): void {
  const wasHidden = body.dataset.view !== undefined && body.dataset.view !== 'overview';
  body.dataset.view = 'overview';
  // What could not be seen, the browser could not go to.
  if (wasHidden) document.getElementById(location.hash.slice(1))?.scrollIntoView({ behavior: 'instant' });
}

/** Until Redoc is there, the operation is read in its plain form. */
function showPlain(route: string): void {
  body.dataset.view = 'loading';
  for (const operation of plain) operation.hidden = operation.dataset.route !== route;
  window.scrollTo({ top: 0, behavior: 'instant' });
}

async function load(): Promise<void> {
  const { redoc = '', document: definition = '' } = place?.dataset ?? {};
  await Promise.all([loadScript(redoc), loadScript(definition)]);
  if (!globalThis.redocInit) throw new Error('Redoc did not start.');
}

/** Redoc measures where it is, and goes to the operation: so it is drawn when it is seen. */
function showRedoc(): void {
  body.dataset.view = 'redoc';
  if (!place || place.hasChildNodes()) return;
  const target = element('div');
  place.append(target);
  provideStorage();
  globalThis.redocInit?.(globalThis.redocDocument, globalThis.redocOptions, target);
  void drawn(target).then((isDrawn) => {
    isBroken = !isDrawn;
    if (isBroken && body.dataset.view === 'redoc') body.dataset.view = 'failed';
  });
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
document.querySelector('.skip')?.addEventListener('click', (event) => {
  // The fragment says what is shown, so it stays.
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus({ preventScroll: true });
});
addEventListener('hashchange', follow);
// Redoc changes the fragment as its reader scrolls, without telling.
addEventListener('scrollend', () => markNavigation(routeOf(location.hash)));
void follow();
