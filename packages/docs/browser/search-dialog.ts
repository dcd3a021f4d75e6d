import path from 'site:search';
import words from 'site:words';
import { all, element, loadScript } from './dom.js';
import { resultItem } from './search-result.js';

/** More results than that are not read. */
const MOST = 12;

/** The search over guides and reference: a button, Control+K or a slash opens it. */
export function activateSearch(): void {
  const input = element('input', {
    type: 'search',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': 'search-results',
    'aria-autocomplete': 'list',
    'aria-label': words.search.placeholder,
    placeholder: words.search.placeholder,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  const close = element('button', { type: 'button', class: 'close', 'aria-label': words.search.close }, '×');
  const status = element('p', { role: 'status', class: 'search-status' }, words.search.hint);
  const list = element('ul', { id: 'search-results', role: 'listbox', 'aria-label': words.search.results });
  const dialog = element(
    'dialog',
    { class: 'search-dialog', 'aria-label': words.search.placeholder },
    element('div', { class: 'search-field' }, input, close),
    status,
    list,
  );
  document.body.append(dialog);

  let loading: Promise<void> | undefined;
  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    loading ??= load();
  };
  /** The index comes when it is asked for: most pages are read without it. */
  async function load(): Promise<void> {
    status.textContent = words.search.loading;
    try {
      await loadScript(path);
      status.textContent = words.search.hint;
      find();
    } catch {
      loading = undefined;
      status.textContent = words.search.failed;
    }
  }

  function find(): void {
    const query = input.value.trim();
    const found = query && globalThis.kgitonSearch ? globalThis.kgitonSearch(query) : [];
    list.replaceChildren(...found.slice(0, MOST).map((result, position) => resultItem(result, position)));
    if (query === '') status.textContent = words.search.hint;
    else if (found.length === 0) status.textContent = `${words.search.none} “${query}”.`;
    else status.textContent = `${found.length} ${words.search.results}`;
    choose(0);
  }

  function choose(position: number): void {
    const options = all('[role=option]', list);
    const chosen = options[(position + options.length) % Math.max(options.length, 1)];
    for (const option of options) option.setAttribute('aria-selected', String(option === chosen));
    if (chosen) input.setAttribute('aria-activedescendant', chosen.id);
    else input.removeAttribute('aria-activedescendant');
    chosen?.scrollIntoView({ block: 'nearest' });
  }

  input.addEventListener('input', find);
  input.addEventListener('keydown', (event) => {
    const options = all('[role=option]', list);
    const chosen = options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(chosen + step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      options[chosen]?.querySelector('a')?.click();
    }
  });
  list.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a')) dialog.close();
  });
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });

  for (const button of all<HTMLButtonElement>('.search-button')) {
    button.hidden = false;
    button.addEventListener('click', open);
  }
  document.addEventListener('keydown', (event) => {
    const isShortcut =
      (event.key === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !isTyping(event));
    if (!isShortcut || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    open();
  });
}

function isTyping({ target }: Event): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
