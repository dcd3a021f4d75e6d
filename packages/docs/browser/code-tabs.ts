import { all, element, memory } from './dom.js';

/** Shows the code blocks of a group behind tabs. A choice holds for every group of the same kind, on all pages. */
export function activateCodeTabs(): void {
  const groups = all('.code-tabs').map(tabsOf);
  for (const { key, list, onChoose } of groups) {
    onChoose((label) => {
      memory.set(key, label);
      // The groups above may change their height; the chosen one stays in place.
      const before = list.getBoundingClientRect().top;
      for (const group of groups) if (group.key === key) group.show(label);
      window.scrollBy({ top: list.getBoundingClientRect().top - before, behavior: 'instant' });
    });
  }
  for (const group of groups) group.show(memory.get(group.key) ?? '');
}

function tabsOf(group: HTMLElement, index: number) {
  const panels = all('figure.code', group).map(panelAround);
  const list = element('div', { role: 'tablist', class: 'tab-list' });
  const tabs = panels.map((panel, position) => {
    const id = `tab-${index}-${position}`;
    const tab = element('button', { type: 'button', role: 'tab', id, 'aria-controls': `${id}-panel` }, labelOf(panel));
    panel.id = `${id}-panel`;
    panel.setAttribute('aria-labelledby', id);
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
      const chosen = Math.max(
        panels.findIndex((panel) => labelOf(panel) === label),
        0,
      );
      for (const [position, tab] of tabs.entries()) {
        const isChosen = position === chosen;
        tab.setAttribute('aria-selected', String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
        const panel = panels[position];
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

/** A `figure` cannot have the role of a tab panel, so it goes into an element that can. */
function panelAround(figure: HTMLElement): HTMLElement {
  const panel = element('div', { role: 'tabpanel' });
  figure.replaceWith(panel);
  panel.append(figure);
  return panel;
}

function labelOf(panel: HTMLElement): string {
  return panel.querySelector('figcaption')?.textContent ?? '';
}
