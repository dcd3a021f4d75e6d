import messages from 'site:messages';
import data from 'site:try';
import { element } from '../dom.js';
import { field, filled, switchOf } from './parts.js';
import { allowedOrigin, remoteTarget, type Target } from './request.js';

const w = messages.try;

/** The choice of a sandbox: the one in the page, or one at an address. */
export function createTargetChoice(page: Target) {
  const address = element('input', { name: 'sandbox', type: 'url', value: data.hostedSandbox ?? sandboxAddress() });
  const inPage = element('p', { class: 'try-note' }, w['in-page-help']);
  const elsewhere = element(
    'div',
    {},
    field(w.address, address),
    element('p', { class: 'try-note' }, w['address-help']),
  );
  const choice = switchOf(w.sandbox, [
    { name: w['in-page'], panel: inPage },
    { name: w['at-address'], panel: elsewhere },
  ]);
  let isPage = true;
  const listeners: (() => void)[] = [];
  const notify = () => {
    for (const listener of listeners) listener();
  };
  choice.onChange((chosen) => {
    isPage = chosen === 0;
    notify();
  });
  address.addEventListener('change', notify);
  return {
    element: element('div', { class: 'try-target' }, choice.element, inPage, elsewhere),
    isPage: () => isPage,
    /** Undefined when the address is none that the policy of the page allows. */
    chosen(): Target | undefined {
      if (isPage) return page;
      const origin = allowedOrigin(address.value);
      return origin === undefined ? undefined : remoteTarget(origin);
    },
    /** Where programs send the request: they cannot reach this page. */
    codeOrigin: () => (isPage ? sandboxAddress() : (allowedOrigin(address.value) ?? sandboxAddress())),
    problem: () =>
      filled(w['not-local'], { example: [sandboxAddress(), data.hostedSandbox].filter(Boolean).join(', ') }),
    onChange: (listener: () => void) => void listeners.push(listener),
  };
}

/** `npm start` sets the address of its sandbox. */
function sandboxAddress(): string {
  return document.querySelector<HTMLMetaElement>('meta[name=kgiton-sandbox]')?.content ?? data.sandbox;
}
