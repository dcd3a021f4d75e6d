import messages from 'site:messages';
import data from 'site:try';
import { element } from '../dom.js';
import { button, field, filled, stepOf } from './parts.js';
import type { PageSandbox, ReceivedWebhook } from './sandbox.js';

const w = messages.try;

/** The step in which the reader verifies the signature by hand, and sees it fail once a byte is another. */
export function createVerifyStep() {
  const body = element('textarea', { name: 'raw-body', rows: 5, spellcheck: 'false' });
  const signature = element('input', { name: 'signature', spellcheck: 'false', autocomplete: 'off' });
  const secret = element('input', {
    name: 'secret',
    spellcheck: 'false',
    autocomplete: 'off',
    value: data.webhookSecret,
  });
  const length = element('span', { class: 'try-note' });
  const computed = element('div', { class: 'try-hex try-computed' });
  const compared = element('div', { class: 'try-hex' });
  const differs = element('div', {}, element('p', { class: 'try-label' }, w.differs), compared);
  const verdict = element('p', { class: 'try-verdict', role: 'status' });
  let original: ReceivedWebhook | undefined;
  let hmac: PageSandbox['hmac'] = () => '';

  function verify(): void {
    const expected = hmac(body.value, secret.value);
    const isEqual = expected === signature.value;
    length.textContent = filled(w.bytes, { count: new TextEncoder().encode(body.value).length });
    computed.textContent = expected;
    differs.hidden = isEqual;
    compared.replaceChildren(...marked(signature.value, expected));
    verdict.textContent = isEqual ? w.genuine : w.forged;
    verdict.className = `try-verdict ${isEqual ? 'good' : 'bad'}`;
  }

  const restore = () => {
    body.value = original?.body ?? '';
    signature.value = original?.signature ?? '';
    secret.value = data.webhookSecret;
    verify();
  };
  const alter = () => {
    body.value = withOtherByte(body.value);
    verify();
  };
  for (const input of [body, signature, secret]) input.addEventListener('input', verify);
  const list = element(
    'ol',
    { class: 'try-verify' },
    element('li', {}, element('p', {}, w['verify-body']), field(w['raw-body'], body), length),
    element(
      'li',
      {},
      element('p', {}, w['verify-hmac']),
      field(w.secret, secret),
      element('p', { class: 'try-label' }, w.computed),
      computed,
    ),
    element(
      'li',
      {},
      element('p', {}, w['verify-compare']),
      field(element('code', {}, data.signatureHeader), signature),
      differs,
    ),
  );
  const waits = element('p', { class: 'try-note' }, w['verify-waits']);
  const work = element(
    'div',
    { hidden: true },
    list,
    verdict,
    element('p', { class: 'try-actions' }, button(w['change-byte'], alter), button(w.restore, restore)),
  );

  return {
    element: stepOf(4, w.verify, waits, work),
    clear() {
      original = undefined;
      work.hidden = true;
      waits.hidden = false;
    },
    show(sandbox: PageSandbox, webhook: ReceivedWebhook): void {
      hmac = sandbox.hmac;
      original = webhook;
      work.hidden = false;
      waits.hidden = true;
      restore();
    },
  };
}

/** The text with its amount one digit off; without an amount, with another last character. */
function withOtherByte(text: string): string {
  const digit = /("amount":\d*)(\d)/;
  if (digit.test(text))
    return text.replace(digit, (_, before: string, last: string) => before + ((Number(last) + 1) % 10));
  return text.slice(0, -1) + (text.endsWith(' ') ? '.' : ' ');
}

/** A text, in which the characters that another has not at the same place are marked. */
function marked(text: string, other: string): Node[] {
  return Array.from(text, (character, index) =>
    character === other[index] ? document.createTextNode(character) : element('mark', {}, character),
  );
}
