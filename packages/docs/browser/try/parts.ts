import messages from 'site:messages';
import { activateCopyButtons } from '../copy-buttons.js';
import { element } from '../dom.js';

// What the steps of the panel are made of.

export function field(label: string | HTMLElement, control: HTMLElement, mark = ''): HTMLLabelElement {
  return element('label', { class: mark || undefined }, element('span', {}, label), control);
}

let switches = 0;

/** A choice between panels, of which one is seen. */
export function switchOf(label: string, choices: readonly { name: string; panel: HTMLElement }[]) {
  const group = `try-switch-${++switches}`;
  const show = (chosen: number) => {
    for (const [index, { panel }] of choices.entries()) panel.hidden = index !== chosen;
  };
  const radios = choices.map(({ name }, index) => {
    const radio = element('input', { type: 'radio', name: group, checked: index === 0 });
    radio.addEventListener('change', () => show(index));
    return element('label', {}, radio, element('span', {}, name));
  });
  show(0);
  return {
    element: element(
      'fieldset',
      { class: 'try-switch' },
      element('legend', { class: 'try-unseen' }, label),
      element('div', {}, ...radios),
    ),
    onChange(listener: (chosen: number) => void) {
      for (const [index, radio] of radios.entries()) radio.addEventListener('change', () => listener(index));
    },
  };
}

/** A step of the panel: its number, its heading, and what is in it. */
export function stepOf(number: number, title: string, ...content: HTMLElement[]): HTMLElement {
  const id = `try-step-${number}`;
  const heading = element('h3', { id, tabindex: -1 }, element('span', { class: 'try-number' }), title);
  return element('section', { class: 'try-step', 'aria-labelledby': id }, heading, ...content);
}

export function button(label: string, onClick: () => unknown, kind: 'primary' | 'quiet' = 'quiet'): HTMLButtonElement {
  const made = element('button', { type: 'button', class: kind }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** Text that can be scrolled with the keyboard. */
export function block(text: string): HTMLPreElement {
  return element('pre', { tabindex: 0 }, element('code', {}, text));
}

/** Text with a button that copies it. */
export function copyable(text: string): HTMLElement {
  const copy = element('button', { type: 'button', class: 'copy' }, messages.copy);
  const figure = element('figure', { class: 'code' }, block(text), copy);
  activateCopyButtons(figure);
  return figure;
}

export function outward(href: string, text: string): HTMLAnchorElement {
  return element('a', { href, target: '_blank', rel: 'noopener' }, text);
}

/** A message with values in the place of its names. */
export function filled(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function parse(json: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(json));
  } catch {
    return {};
  }
}

export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
