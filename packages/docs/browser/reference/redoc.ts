// Redoc's program: it comes when it is needed, and is drawn once.
import { element, loadScript } from '../dom.js';
import { provideStorage } from './storage.js';

declare global {
  /** Defined by Redoc's program. */
  var redocInit: ((document: object, options: object, into: HTMLElement) => unknown) | undefined;
  /** Defined by the document's script. */
  var redocDocument: object;
  var redocOptions: object;
}

/** Where Redoc is drawn. It says where its program is, and the document. */
export const place = document.querySelector<HTMLElement>('#redoc');

/** Rejects when Redoc cannot be loaded. */
export async function loadRedoc(): Promise<void> {
  const { redoc = '', document: definition = '' } = place?.dataset ?? {};
  // In this order: Redoc looks up words as soon as it is there.
  await Promise.all([loadScript(definition), loadScript(redoc)]);
  if (!globalThis.redocInit) throw new Error('Redoc did not start.');
}

/**
 * Draws the document. Redoc measures where it is, and goes to what the fragment names in its own words: so it must be seen.
 * Resolves when there is something, or with false when there is nothing.
 */
export function drawRedoc(): Promise<boolean> {
  const target = element('div');
  place?.append(target);
  provideStorage();
  globalThis.redocInit?.(globalThis.redocDocument, globalThis.redocOptions, target);
  return drawn(target);
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
