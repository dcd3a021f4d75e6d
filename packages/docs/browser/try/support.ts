import messages from 'site:messages';
import { element } from '../dom.js';

const w = messages.try;

const STYLES = ['selector(:has(*))', '(color: light-dark(red, blue))', '(container-type: inline-size)'];

/** Whether the browser has what the panel uses of it, apart from the syntax of its scripts. src/browsers.ts has the versions. */
export function isSupported(): boolean {
  const has = [
    typeof HTMLDialogElement === 'function',
    'checkVisibility' in Element.prototype,
    'replaceSync' in CSSStyleSheet.prototype,
    'adoptedStyleSheets' in Document.prototype,
    'canParse' in URL,
  ];
  return has.every(Boolean) && STYLES.every((style) => CSS.supports(style));
}

/** Says beside a button of the panel which browsers it needs, and how to go on in this one. */
export function explainSupport(button: HTMLButtonElement): void {
  document.querySelector('.try-unsupported')?.remove();
  const href = `${document.body.dataset.folder ?? ''}quickstart.html#start`;
  const note = element(
    'p',
    { class: 'try-unsupported', role: 'alert' },
    `${w.unsupported} ${messages.browsers}. `,
    element('a', { href }, w['without-panel']),
  );
  const place = button.closest('p.try');
  if (place) place.after(note);
  else document.querySelector('main')?.prepend(note);
  note.scrollIntoView({ block: 'nearest' });
}
