import { all, element, memory } from './dom.js';

const KEY = 'kgiton.sample';

/** Groups of programs in several languages become tabs; the language that was chosen last is shown everywhere. */
export function activateCodeTabs(): void {
  const groups = all('.code-tabs').map(tabsOf);
  const showAll = (label: string) => {
    for (const group of groups) group.show(label);
  };
  for (const group of groups) {
    group.onChoose((label) => {
      memory.set(KEY, label);
      // What is above must not push the chosen one away.
      const before = group.list.getBoundingClientRect().top;
      showAll(label);
      window.scrollBy({ top: group.list.getBoundingClientRect().top - before, behavior: 'instant' });
    });
  }
  const chosen = memory.get(KEY);
  for (const group of groups) group.show(chosen ?? '');
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

  const select = (chosen: number) => {
    for (const [position, tab] of tabs.entries()) {
      const isChosen = position === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = panels[position];
      if (panel) panel.hidden = !isChosen;
    }
  };

  return {
    list,
    show(label: string) {
      const chosen = panels.findIndex((panel) => labelOf(panel) === label);
      select(Math.max(chosen, 0));
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

/** A figure is no panel, says the standard: it goes into one. */
function panelAround(figure: HTMLElement): HTMLElement {
  const panel = element('div', { role: 'tabpanel' });
  figure.replaceWith(panel);
  panel.append(figure);
  return panel;
}

function labelOf(panel: HTMLElement): string {
  return panel.querySelector('figcaption')?.textContent ?? '';
}
