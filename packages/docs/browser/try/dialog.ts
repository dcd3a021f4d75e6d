import messages from 'site:messages';
import scripts from 'site:try-scripts';
import { all, closeFromOutside, element, loadedOnce, loadScript } from '../dom.js';
import { explainSupport, isSupported } from './support.js';

const w = messages.try;

/** What the panel is filled with, once its script is loaded. */
export interface Panel {
  element: HTMLElement;
  /** Puts an example into the form, or the license key that leads to an error. */
  prefill(name: string): void;
}

declare global {
  var kgitonTry: ((engine: string) => Promise<Panel>) | undefined;
}

/** Where the panel stands beside the page, which stays usable; elsewhere it is a sheet over it. styles/dialogs.css */
const BESIDE = '(min-width: 1181px)';

/** The dialog in which readers try the API. Each button names the example to open it with. What is in it comes later. */
export function activateTryDialog(): void {
  const buttons = all<HTMLButtonElement>('button[data-try]');
  for (const button of buttons) button.hidden = false;
  if (!isSupported()) {
    for (const button of buttons) button.addEventListener('click', () => explainSupport(button));
    return;
  }
  const content = element('div', { class: 'try-content' });
  const close = element('button', { type: 'button', class: 'close', 'aria-label': w.close }, '×');
  const title = element('h2', { id: 'try-title' }, w.title);
  const dialog = element(
    'dialog',
    { class: 'try-dialog', 'aria-labelledby': 'try-title' },
    element('div', { class: 'try-head' }, title, close),
    content,
  );
  document.body.append(dialog);
  close.addEventListener('click', () => dialog.close());
  closeFromOutside(dialog);
  const beside = matchMedia(BESIDE);
  const show = () => {
    // Open again: the button may have asked for another example, and the focus goes back into it.
    dialog.close();
    if (beside.matches) dialog.show();
    else dialog.showModal();
  };
  beside.addEventListener('change', () => dialog.open && show());
  document.addEventListener('keydown', ({ key, defaultPrevented }) => {
    // A modal dialog closes by itself: the panel as a sheet, and the search above it.
    if (key === 'Escape' && !defaultPrevented && !document.querySelector(':modal')) dialog.close();
  });

  const load = loadedOnce(async () => {
    if (!globalThis.kgitonTry) await loadScript(scripts.panel);
    const panel = await globalThis.kgitonTry?.(scripts.engine);
    if (!panel) throw new Error(`${scripts.panel} defines no panel.`);
    content.replaceChildren(panel.element);
    return panel;
  });

  async function open(example: string): Promise<void> {
    show();
    if (!content.firstChild) content.append(element('p', { role: 'status' }, w.loading));
    try {
      (await load()).prefill(example);
    } catch {
      content.replaceChildren(element('p', { role: 'alert' }, w['not-loaded']));
    }
  }

  for (const button of buttons) button.addEventListener('click', () => open(button.dataset.try ?? ''));
}
