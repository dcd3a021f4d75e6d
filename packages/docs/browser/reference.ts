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

let drawing: Promise<void> | undefined;

/** Shows what the fragment asks for: an operation as Redoc draws it, or the overview. */
async function follow(): Promise<void> {
  const asked = plain.find(({ id }) => location.hash === `#${id}`);
  if (asked) {
    // The anchors of the site are stable; Redoc's own are its own affair.
    location.replace(`#${asked.dataset.route}`);
    return;
  }
  const route = /^#(\/[^#]+)/.exec(location.hash)?.[1];
  markNavigation(route);
  if (!route) {
    body.dataset.view = 'overview';
    return;
  }
  if (body.dataset.view !== 'redoc') showPlain(route);
  try {
    drawing ??= draw();
    await drawing;
    if (location.hash.startsWith('#/')) body.dataset.view = 'redoc';
  } catch {
    drawing = undefined;
    body.dataset.view = 'failed';
  }
}

/** Until Redoc is there, the operation is read in its plain form. */
function showPlain(route: string): void {
  body.dataset.view = 'loading';
  for (const operation of plain) operation.hidden = operation.dataset.route !== route;
  window.scrollTo({ top: 0, behavior: 'instant' });
}

async function draw(): Promise<void> {
  const { redoc = '', document: definition = '' } = place?.dataset ?? {};
  await Promise.all([loadScript(redoc), loadScript(definition)]);
  if (!place || !globalThis.redocInit) throw new Error('Redoc did not start.');
  const target = element('div');
  place.append(target);
  globalThis.redocInit(globalThis.redocDocument, globalThis.redocOptions, target);
  await untilDrawn(target);
}

function untilDrawn(target: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const isDrawn = () => target.querySelector('h1, h2') !== null;
    const observer = new MutationObserver(() => {
      if (!isDrawn()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(target, { childList: true, subtree: true });
  });
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
addEventListener('hashchange', follow);
void follow();
