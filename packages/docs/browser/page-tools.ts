import messages from 'site:messages';
import { copyText } from './copy-buttons.js';
import { loadedOnce, loadScript } from './dom.js';

declare global {
  /** What the script with the Markdown of a page defines. */
  var kgitonMarkdown: string | undefined;
}

/** How long the button says what has happened, in milliseconds. */
const SHOWN = 1_600;

/** The button that copies the page as Markdown, and the menu beside it. */
export function activatePageTools(): void {
  const button = document.querySelector<HTMLButtonElement>('.copy-page');
  if (button) activateCopying(button);
  const menu = document.querySelector<HTMLDetailsElement>('.page-tools details');
  if (menu) activateMenu(menu);
}

function activateCopying(button: HTMLButtonElement): void {
  const load = loadedOnce(async () => {
    await loadScript(button.dataset.script ?? '');
    return globalThis.kgitonMarkdown ?? '';
  });
  let markdown: string | undefined;
  const get = () =>
    load().then(
      (text) => {
        markdown = text;
      },
      () => {},
    );
  // Ahead of time: the network may be gone by then, and some browsers only copy what is there when the button is pressed.
  addEventListener('load', () => setTimeout(get, 0));
  const label = button.querySelector('span');
  const initial = label?.textContent ?? '';
  button.addEventListener('click', async () => {
    if (markdown === undefined) await get();
    const isCopied = markdown !== undefined && (await copyText(markdown, button));
    button.focus({ preventScroll: true });
    if (!label) return;
    label.textContent = isCopied ? messages.copied : messages['not-copied'];
    button.classList.toggle('copied', isCopied);
    setTimeout(() => {
      label.textContent = initial;
      button.classList.remove('copied');
    }, SHOWN);
  });
}

/** Closes the menu as menus close: with Escape, on a click elsewhere, and when the focus leaves it. */
function activateMenu(menu: HTMLDetailsElement): void {
  const isInside = ({ target }: Event) => target instanceof Node && menu.contains(target);
  for (const type of ['pointerdown', 'focusin']) {
    document.addEventListener(type, (event) => {
      if (!isInside(event)) menu.open = false;
    });
  }
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    // Only the menu: the panel beside the page stays.
    event.preventDefault();
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
  menu.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) menu.open = false;
  });
}
