// Redoc's program: it comes when it is needed, and is drawn once.
import { element, loadedOnce, loadScript } from '../dom.js';
import { provideStorage } from './storage.js';

declare global {
  /** Defined by Redoc's program. */
  var redocInit: ((document: object, options: object, into: HTMLElement) => unknown) | undefined;
  /** Defined by the document's script. */
  var redocDocument: object | undefined;
  var redocOptions: object;
}

/** Where Redoc is drawn. It says where its program is, and the document. */
export const place = document.querySelector<HTMLElement>('#redoc');

/** Whether Redoc is drawn; `nothing` when it was, and there is nothing to see. It is not asked again then. */
export let drawing: 'no' | 'begun' | 'done' | 'nothing' = 'no';

/** Loads Redoc, unless it is there. Rejects when it cannot be loaded. */
export const loadRedoc = loadedOnce(async () => {
  const { redoc = '', document: definition = '' } = place?.dataset ?? {};
  // In this order: Redoc looks up words as soon as it is there.
  await Promise.all([loadScript(definition), loadScript(redoc)]);
  if (!globalThis.redocInit || !globalThis.redocDocument) throw new Error('Redoc did not start.');
});

/**
 * Draws the document. Redoc measures where it is, and goes to what the fragment names in its own words: so it must be seen.
 * Resolves when it is known whether there is something.
 */
export async function drawRedoc(): Promise<boolean> {
  drawing = 'begun';
  const target = element('div');
  place?.append(target);
  provideStorage();
  const isDrawn = start(target) && (await hasHeading(target));
  drawing = isDrawn ? 'done' : 'nothing';
  return isDrawn;
}

/** Whether Redoc took the document. */
function start(target: HTMLElement): boolean {
  const { redocInit, redocDocument, redocOptions } = globalThis;
  if (!redocInit || !redocDocument) return false;
  try {
    redocInit(redocDocument, redocOptions, target);
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds after which a page without a heading is one that will have none. */
const LONGEST_DRAWING = 15_000;

/** Whether Redoc has drawn something: what goes wrong in it, it keeps to itself. */
function hasHeading(target: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isThere: boolean) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(isThere);
    };
    const look = () => {
      if (target.querySelector('h1, h2')) end(true);
    };
    const observer = new MutationObserver(look);
    const timer = setTimeout(() => end(false), LONGEST_DRAWING);
    observer.observe(target, { childList: true, subtree: true });
    look();
  });
}
