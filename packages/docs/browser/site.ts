import { activateCodeTabs } from './code-tabs.js';
import { activateCopyButtons } from './copy-buttons.js';
import { all, memory } from './dom.js';
import { activateLibraryChoices } from './library-choice.js';
import { activatePageTools } from './page-tools.js';
import { activateContents, activateLanguageSwitch, followOldAddress } from './reading.js';
import { activateSamples } from './samples.js';
import { activateSearch } from './search-dialog.js';
import { activateTryDialog } from './try/dialog.js';

activateTheme();
activateMenu();
activateLanguageSwitch();
activateCodeTabs();
activateLibraryChoices();
activateCopyButtons();
activatePageTools();
activateSamples();
followOldAddress();
activateContents();
activateSearch();
activateTryDialog();
activateChecklist();

/** The button that switches between light and dark. The pages of Redoc keep the choice under the same key. */
function activateTheme(): void {
  const { classList } = document.documentElement;
  for (const button of all<HTMLButtonElement>('.theme-button')) {
    button.hidden = false;
    button.addEventListener('click', () => {
      const next = classList.contains('dark') ? 'light' : 'dark';
      classList.remove('light', 'dark');
      classList.add(next);
      memory.set('redoc.colorMode', next);
    });
  }
}

/** The navigation on a small screen: a button opens it over the page; Escape and a choice close it. */
function activateMenu(): void {
  const button = document.querySelector<HTMLButtonElement>('.menu-button');
  const navigation = document.querySelector<HTMLElement>('#navigation');
  if (!button || !navigation) return;
  button.hidden = false;

  const showCurrent = () => navigation.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' });
  const open = (isOpen: boolean) => {
    button.setAttribute('aria-expanded', String(isOpen));
    document.body.classList.toggle('menu-open', isOpen);
    if (isOpen) showCurrent();
  };
  button.addEventListener('click', () => open(button.getAttribute('aria-expanded') === 'false'));
  navigation.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) open(false);
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || button.getAttribute('aria-expanded') === 'false') return;
    open(false);
    button.focus();
  });
  // On a small screen it is closed, and looking for its place would lay the page out once more.
  if (matchMedia('(min-width: 961px)').matches) showCurrent();
}

/** Remembers which tasks a reader has ticked off, by page and anchor: both languages share them. */
function activateChecklist(): void {
  for (const task of all('.task')) {
    const box = task.querySelector('input');
    if (!box || !task.id) continue;
    const key = `kgiton.task.${document.body.dataset.page}.${task.id}`;
    box.checked = memory.get(key) === 'done';
    box.addEventListener('change', () => memory.set(key, box.checked ? 'done' : ''));
  }
}
