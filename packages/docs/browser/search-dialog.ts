import messages from 'site:messages';
import searchScript from 'site:search';
import { all, closeFromOutside, element, loadedOnce, loadScript } from './dom.js';
import type { Found, Search } from './search-options.js';
import { resultItem } from './search-result.js';

const w = messages.search;

/** Nobody reads more results than this. */
const MOST = 12;

/** Loads the index on the first search. Rejects when it cannot be loaded. */
const loadSearch = loadedOnce(async (): Promise<Search> => {
  await loadScript(searchScript);
  if (!globalThis.kgitonSearch) throw new Error('The search did not start.');
  return globalThis.kgitonSearch;
});

const input = element('input', {
  // Not `search`: Escape would empty the field instead of closing the dialog.
  type: 'text',
  role: 'combobox',
  'aria-expanded': 'true',
  'aria-controls': 'search-results',
  'aria-autocomplete': 'list',
  'aria-label': w.placeholder,
  placeholder: w.placeholder,
  autocomplete: 'off',
  spellcheck: 'false',
});
const close = element('button', { type: 'button', class: 'close', 'aria-label': w.close }, '×');
const status = element('p', { role: 'status', class: 'search-status' }, w.hint);
const list = element('div', { id: 'search-results', role: 'listbox', 'aria-label': w.results });
const field = element('div', { class: 'search-field' }, input, close);
const help = element('nav', { class: 'search-help', 'aria-label': w['start-with'], hidden: true });
const dialog = element('dialog', { class: 'search-dialog', 'aria-label': w.placeholder }, field, status, help, list);

/** Where a reader who finds nothing can begin: pages of the navigation, and whom to ask. */
const STARTS = ['quickstart', 'webhooks', 'errors', 'testing', 'reference'];

/** The search. A button, Control+K or a slash opens it. */
export function activateSearch(): void {
  document.body.append(dialog);
  fillHelp();
  input.addEventListener('input', find);
  input.addEventListener('keydown', move);
  for (const links of [list, help]) {
    links.addEventListener('click', ({ target }) => {
      if (target instanceof Element && target.closest('a')) dialog.close();
    });
  }
  close.addEventListener('click', () => dialog.close());
  closeFromOutside(dialog);
  for (const button of all<HTMLButtonElement>('.search-button')) {
    button.hidden = false;
    button.addEventListener('click', open);
  }
  document.addEventListener('keydown', (event) => {
    if (!isShortcut(event) || document.querySelector(':modal')) return;
    event.preventDefault();
    open();
  });
}

function fillHelp(): void {
  const pages = STARTS.flatMap((slug) => all<HTMLAnchorElement>(`#navigation a[href$="${slug}.html"]`).slice(0, 1));
  const links = pages.map((page) => ({ href: page.getAttribute('href') ?? '', text: page.textContent ?? '' }));
  const support = { href: `${document.body.dataset.folder ?? ''}business.html#support`, text: messages.support };
  help.append(
    element('p', {}, w['start-with']),
    element('ul', {}, ...[...links, support].map(({ href, text }) => element('li', {}, element('a', { href }, text)))),
  );
}

function open(): void {
  dialog.showModal();
  input.select();
  void find();
}

async function find(): Promise<void> {
  const query = input.value.trim();
  status.textContent = w.loading;
  try {
    const search = await loadSearch();
    // The query may have changed in the meantime.
    if (query === input.value.trim()) show(query, query ? search(query) : []);
  } catch {
    status.textContent = w.failed;
  }
}

function show(query: string, found: readonly Found[]): void {
  const shown = found.slice(0, MOST);
  const count = shown.length < found.length ? `${shown.length} ${w.of} ${found.length}` : found.length;
  list.replaceChildren(...shown.map(resultItem));
  const isNothing = query !== '' && found.length === 0;
  help.hidden = !isNothing;
  if (query === '') status.textContent = w.hint;
  else if (isNothing) status.textContent = `${w.none} “${query}”. ${w['other-words']}`;
  else status.textContent = `${count} ${w.results}`;
  choose(0);
}

/** Arrow keys choose a result, Enter opens it. */
function move(event: KeyboardEvent): void {
  const options = all('[role=option]', list);
  const chosen = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step && event.key !== 'Enter') return;
  event.preventDefault();
  if (step) choose(chosen + step);
  else options[chosen]?.click();
}

function choose(position: number): void {
  const options = all('[role=option]', list);
  const chosen = options[(position + options.length) % Math.max(options.length, 1)];
  for (const option of options) option.setAttribute('aria-selected', String(option === chosen));
  if (chosen) input.setAttribute('aria-activedescendant', chosen.id);
  else input.removeAttribute('aria-activedescendant');
  chosen?.scrollIntoView({ block: 'nearest' });
}

function isShortcut(event: KeyboardEvent): boolean {
  return (event.key === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !isTyping(event));
}

function isTyping({ target }: Event): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
