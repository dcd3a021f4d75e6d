import { all, element, memory } from './dom.js';
import { libraryChoice } from './library-choice.js';

/** Between the language of a program and its library: packages/docs/src/operation/programs.ts. */
const SEPARATOR = ' · ';

/** Shows the code blocks of a group behind tabs. A choice holds for every group of the same kind, on all pages. */
export function activateCodeTabs(): void {
  const groups = all('.code-tabs').map(tabsOf);
  // Beside an operation, the same choice is a group of buttons.
  const besides = all<HTMLInputElement>('.samples .choice input');
  for (const { key, list, onChoose } of groups) {
    onChoose((label) => {
      memory.set(key, label);
      // The groups above may change their height; the chosen one stays in place.
      const before = list.getBoundingClientRect().top;
      for (const group of groups) if (group.key === key) group.show(label);
      for (const input of besides) if (key === `kgiton.${input.name}` && input.value === label) input.checked = true;
      window.scrollBy({ top: list.getBoundingClientRect().top - before, behavior: 'instant' });
    });
  }
  for (const group of groups) group.show(memory.get(group.key) ?? '');
  for (const input of besides) {
    input.addEventListener('change', () => {
      for (const group of groups) if (group.key === `kgiton.${input.name}`) group.show(input.value);
    });
  }
}

function tabsOf(group: HTMLElement, index: number) {
  const panels = panelsOf(group);
  const labels = [...panels.keys()];
  const list = element('div', { role: 'tablist', class: 'tab-list' });
  const tabs = [...panels].map(([label, panel], position) => {
    const id = `tab-${index}-${position}`;
    const tab = element('button', { type: 'button', role: 'tab', id, 'aria-controls': `${id}-panel` }, label);
    panel.id = `${id}-panel`;
    panel.setAttribute('aria-labelledby', id);
    const figures = all('figure.code', panel);
    if (figures.length > 1) panel.prepend(libraryChoice(id, figures, (figure) => partsOf(figure)[1] ?? ''));
    return tab;
  });
  list.append(...tabs);
  group.prepend(list);
  group.classList.add('active');

  return {
    key: `kgiton.${group.dataset.choice}`,
    list,
    /** Shows the block with this label; the first one if the group has none. */
    show(label: string) {
      const chosen = Math.max(labels.indexOf(label), 0);
      for (const [position, tab] of tabs.entries()) {
        const isChosen = position === chosen;
        tab.setAttribute('aria-selected', String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        const panel = panels.get(labels[position] ?? '');
        if (panel) panel.hidden = !isChosen;
      }
    },
    onChoose(choose: (label: string) => void) {
      for (const [position, tab] of tabs.entries()) {
        tab.addEventListener('click', () => choose(tab.textContent ?? ''));
        tab.addEventListener('keydown', (event) => {
          const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (!step) return;
          event.preventDefault();
          const next = tabs[(position + step + tabs.length) % tabs.length];
          next?.focus();
          choose(next?.textContent ?? '');
        });
      }
    },
  };
}

/** A panel for each label. A `figure` cannot have the role of one, and a language can have two programs. */
function panelsOf(group: HTMLElement): Map<string, HTMLElement> {
  const panels = new Map<string, HTMLElement>();
  for (const figure of all('figure.code', group)) {
    const [label = ''] = partsOf(figure);
    const panel = panels.get(label) ?? element('div', { role: 'tabpanel' });
    if (!panels.has(label)) figure.before(panel);
    panels.set(label, panel);
    panel.append(figure);
  }
  return panels;
}

/** What the caption of a block says: its label, or the language of a program and its library. */
function partsOf(figure: HTMLElement): string[] {
  return (figure.querySelector('figcaption')?.textContent ?? '').split(SEPARATOR);
}
